(() => {
  const faults = [];
  const fault = (what, e) => faults.push(e ? `${what}: ${e.outerHTML.slice(0, 120)}` : what);
  const all = (q) => [...document.querySelectorAll(q)];
  const text = (e) => (e.textContent || '').trim();
  const shown = (e) => e.checkVisibility && e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;

  if (!document.documentElement.lang) fault('no language');
  if (!document.title.trim()) fault('no title');
  if (all('h1').length !== 1) fault(`${all('h1').length} h1`);
  let level = 0;
  for (const h of all('h1, h2, h3, h4, h5, h6')) {
    const n = Number(h.tagName[1]);
    if (n > level + 1) fault(`heading h${n} after h${level}`, h);
    if (!text(h)) fault('empty heading', h);
    level = n;
  }
  for (const q of ['main', 'header.site', 'nav']) if (!all(q).length) fault(`no ${q}`);
  if (all('main').length > 1) fault('more than one main');

  const ids = new Map();
  for (const e of all('[id]')) ids.set(e.id, (ids.get(e.id) || 0) + 1);
  for (const [id, n] of ids) if (n > 1) fault(`id ${id} is there ${n} times`);
  for (const a of ['aria-labelledby', 'aria-describedby', 'for']) {
    for (const e of all(`[${a}]`)) {
      for (const id of e.getAttribute(a).split(/\s+/)) if (id && !ids.has(id)) fault(`${a} leads to nothing: ${id}`, e);
    }
  }

  const named = (e) => e.getAttribute('aria-label') || text(e) || e.title || (e.getAttribute('aria-labelledby') || '').length;
  for (const e of all('a[href], button, summary')) if (!named(e)) fault('no name', e);
  for (const e of all('input, select, textarea')) {
    if (e.type === 'hidden' || e.type === 'submit') continue;
    if (![...(e.labels || [])].some((l) => text(l)) && !e.getAttribute('aria-label')) fault('no label', e);
  }
  for (const e of all('fieldset')) if (!e.querySelector(':scope > legend')) fault('no legend', e);
  for (const e of all('img')) if (!e.hasAttribute('alt')) fault('no alt', e);
  for (const e of all('svg')) if (!e.getAttribute('aria-label') && e.getAttribute('aria-hidden') !== 'true') fault('svg without a name', e);
  for (const e of all('table')) if (!e.querySelector('th')) fault('table without headings', e);
  for (const e of all('[style], [onclick], [onload], script:not([src])')) fault('style or script in the page', e);

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    const e = all('main *').find((x) => shown(x) && x.getBoundingClientRect().right > innerWidth + 1 && !x.closest('.scroll, figure.chart'));
    fault(`${wide} px wide on a screen of ${innerWidth}`, e);
  }

  const channel = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (s) => { const n = s.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] === undefined ? 1 : n[3]]; };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const ground = (e) => {
    if (!e) return [255, 255, 255];
    const c = colour(getComputedStyle(e).backgroundColor);
    return c[3] === 1 ? c.slice(0, 3) : over(c, ground(e.parentElement));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const e = n.parentElement;
    if (!n.nodeValue.trim() || !shown(e) || e.closest('.unseen, .skip, option, [aria-hidden=true], .stamp')) continue;
    const style = getComputedStyle(e);
    const inSvg = e.closest('svg');
    const under = ground(inSvg ? inSvg.parentElement : e);
    const ink = over(colour(inSvg ? style.fill : style.color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    const key = `${style.color} ${under}`;
    if (ratio < (large ? 3 : 4.5) && !told.has(key)) { told.add(key); fault(`contrast ${ratio.toFixed(2)}`, e); }
  }

  for (const e of all('a[href], button, input:not([type=hidden]), select, textarea, summary').filter(shown).slice(0, 40)) {
    e.focus({ focusVisible: true });
    if (document.activeElement !== e) { if (!e.disabled) fault('cannot be focused', e); continue; }
    const style = getComputedStyle(e);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) { fault('focus cannot be seen', e); break; }
  }
  document.activeElement.blur();
  return faults;
})()
