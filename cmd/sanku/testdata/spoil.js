// Types a text into every blank field for words on the page, as one who means harm would.
(text) => {
  const worded = 'main form.fields textarea, main form.fields input:not([type]):not([inputmode]):not([autocomplete])';
  const other = /uscc|division|founded|industries|metrics|targets|deductions|milestones|payments|proofs|parties|_id$|^login$/;
  for (const field of document.querySelectorAll(worded)) if (!field.value && !other.test(field.name)) field.value = text;
}
