// What is wrong with a page, whoever looks at it.
() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} px wide on a screen of ${innerWidth}`);
  for (const e of document.querySelectorAll('script:not([src]), main img, [onerror], [onload]')) faults.push(`typed text became ${e.outerHTML}`);
  return faults;
}
