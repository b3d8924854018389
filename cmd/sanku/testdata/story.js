// Finds on the page what a person would: by the words that they read there.
(ask) => {
  const squeeze = (s) => s.replace(/\s+/g, ' ').trim();
  const words = (e) => {
    const copy = e.cloneNode(true);
    for (const hidden of copy.querySelectorAll('.unseen, .need')) hidden.remove();
    return squeeze(copy.textContent);
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  // Of several fields with one label the first that is blank is meant.
  // How large the least part of the page is that has e and the words near it.
  const apart = (e) => Math.min(...[...document.querySelectorAll('li, tr, fieldset, form, article, section, main, body')]
    .filter((part) => part.contains(e) && squeeze(part.textContent).includes(ask.near)).map((part) => part.textContent.length));
  const find = (query, text) => {
    const all = [...document.querySelectorAll(query)].filter((e) => shown(e) && apart(e) < Infinity).sort((a, b) => apart(a) - apart(b));
    const exact = all.filter((e) => words(e) === text);
    return exact.find((e) => e.control && !e.control.value) || exact[0] || all.find((e) => words(e).includes(text));
  };
  const at = (e) => {
    e.scrollIntoView({ block: 'center', behavior: 'instant' });
    const r = e.getClientRects()[0];
    return { x: r.x + r.width / 2, y: r.y + r.height / 2 };
  };
  const missing = { missing: true };

  // Fields for words, which may be any; those of names that must be found, and of forms
  // that words do not have, apart.
  const worded = (field) => field.matches('form.fields textarea, form.fields input:not([type], [inputmode], [autocomplete])') &&
    !/^login$|_id$|uscc|division|founded|registration|registry|industries|metrics|targets|deductions|milestones|payments|proofs|parties/.test(field.name);
  if (ask.spoil) {
    for (const field of document.querySelectorAll('main input, main textarea')) if (!field.value && worded(field)) field.value = ask.spoil;
    return {};
  }

  if (ask.click) {
    const e = find(ask.click, ask.text);
    return e ? at(e) : missing;
  }
  const label = find('main label, main legend', ask.text);
  if (!label) return missing;
  if (label.tagName === 'LEGEND') {
    const option = [...label.parentElement.querySelectorAll('label')].find((e) => words(e) === ask.value);
    return option ? at(option) : missing;
  }
  const field = label.control || document.getElementById(label.htmlFor);
  if (field.type === 'checkbox') return at(label);
  if (field.tagName === 'SELECT') {
    const option = [...field.options].find((o) => squeeze(o.textContent) === ask.value) || [...field.options].find((o) => o.textContent.includes(ask.value));
    if (!option) return missing;
    field.value = option.value;
    return {};
  }
  if (field.type === 'date') {
    field.value = ask.value;
    return {};
  }
  field.scrollIntoView({ block: 'center', behavior: 'instant' });
  field.focus();
  field.select();
  return { typing: true, words: worded(field) };
}
