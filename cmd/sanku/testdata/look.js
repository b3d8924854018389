// What is wrong with a page, whoever looks at it; and the Chinese that an English one shows.
() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} px wide on a screen of ${innerWidth}`);
  for (const e of document.querySelectorAll('script:not([src]), main img, [onerror]')) faults.push(`typed text became ${e.outerHTML}`);
  const chinese = new Set();
  const read = (text) => (text || '').match(/\p{Script=Han}+/gu)?.forEach((run) => chinese.add(run));
  if (document.documentElement.lang === 'en') {
    read(document.title);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = texts.nextNode(); n; n = texts.nextNode()) if (!n.parentElement.closest('[lang^=zh]')) read(n.nodeValue);
    for (const e of document.querySelectorAll('[aria-label], [placeholder], [title], [data-name]')) {
      for (const a of ['aria-label', 'placeholder', 'title', 'data-name']) read(e.getAttribute(a));
    }
  }
  return { faults, chinese: [...chinese] };
}
