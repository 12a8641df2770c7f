// What a script can see of a view's beauty: nothing wider than the window, no word cut off, nothing that cannot be reached.
// `arguments[0]` is { touch, reach }; the answer is a list of complaints.
const { touch, reach } = arguments[0];
const complaints = [];
const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const name = (e) => {
  const id = e.dataset?.testid ? `[${e.dataset.testid}]` : '';
  const kind = typeof e.className === 'string' && e.className !== '' ? `.${e.className.trim().split(/\s+/).join('.')}` : '';
  return `${e.localName}${kind}${id} “${(e.textContent ?? '').trim().slice(0, 24)}”`;
};
// Marked elements of these are drawings, or meant for the screen reader alone.
const aside = (e) => e.closest('.sr, svg, .drawn, .thumbs, [aria-hidden=true] .sheetpage') !== null;
// A surface or a dialog that lies over the view: what is under it waits.
const modal = [...document.querySelectorAll('dialog[open]')].at(-1);
const over = document.querySelector(':popover-open') ?? modal;
const covered = (e) => (over !== undefined && !over.contains(e)) || e.closest('[inert]') !== null;

const page = document.scrollingElement;
if (page.scrollWidth > innerWidth) complaints.push(`the page is ${page.scrollWidth} wide in a window of ${innerWidth}`);
for (const e of document.querySelectorAll('.main, .setbody, .items, .hits, .dialog-body, .sheetside, .side, .ask, .today, .papers, .padbox, .reclines'))
  if (seen(e) && e.scrollWidth > e.clientWidth + 1) complaints.push(`${name(e)} is ${e.scrollWidth} wide in ${e.clientWidth}`);

// Words: every piece of text stays inside its button, and inside whatever cuts it off.
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (n) =>
  n.nodeType === Node.TEXT_NODE ? NodeFilter.FILTER_ACCEPT : n.matches('.sr, svg, .drawn, .thumbs, script') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
const range = document.createRange();
for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
  const own = text.parentElement;
  if (text.data.trim() === '' || own === null || covered(own) || !seen(own) || own.localName === 'option') continue;
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect();
  if (box.width === 0) continue;
  const button = own.closest('button, .btn, .chip');
  if (button !== null) {
    const room = button.getBoundingClientRect();
    const kept = getComputedStyle(own).textOverflow === 'ellipsis' || getComputedStyle(button).textOverflow === 'ellipsis';
    if (!kept && (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 2 || box.bottom > room.bottom + 2))
      complaints.push(`the words of ${name(button)} leave it`);
  }
  let scrolled = getComputedStyle(own).position === 'fixed';
  for (let e = own; e !== null && e !== document.body && !scrolled; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') break;
    const room = e.getBoundingClientRect();
    const cuts = (how) => how === 'hidden' || how === 'clip';
    if (/auto|scroll/.test(style.overflowX)) {
      // What a scrolled box holds may stand outside of it; its own width was looked at above.
      scrolled = true;
    } else if (cuts(style.overflowX) && (box.left < room.left - 1 || box.right > room.right + 1))
      complaints.push(`${name(own)} is cut off at the side by ${name(e)}`);
    else if (cuts(style.overflowY) && (box.top < room.top - 2 || box.bottom > room.bottom + 2))
      complaints.push(`${name(own)} is cut off in height by ${name(e)}`);
  }
}

// Signing: the pad keeps two fifths of the window.
const pad = document.querySelector('[data-testid=pad]');
if (pad !== null && pad.clientHeight < innerHeight * 0.4)
  complaints.push(`the pad has ${Math.round((pad.clientHeight / innerHeight) * 100)} % of the height`);

// Gloves: 15 mm for what is pressed on a round and at the pad.
if (touch) {
  const round = '[data-testid=fill-view] .marks button, .fillfoot .end .btn, .allacts .btn';
  for (const e of document.querySelectorAll(`${round}, .answers button, .padtools .btn`)) {
    const { width, height } = e.getBoundingClientRect();
    if (seen(e) && Math.min(width, height) < 56.6) complaints.push(`${name(e)} is ${Math.round(width)} × ${Math.round(height)}, under 15 mm`);
  }
}

// Everything that is pressed or written in can be brought on the screen and hit.
if (reach) {
  const kept = [...document.querySelectorAll('*')].filter((e) => e.scrollTop !== 0 || e.scrollLeft !== 0).map((e) => [e, e.scrollTop, e.scrollLeft]);
  for (const e of document.querySelectorAll('button, input, textarea, select, summary, [tabindex="0"]')) {
    if (!seen(e) || covered(e) || aside(e) || e.disabled || e.matches('canvas, .deskpad, .live, .cell, [role=listbox], [role=region]')) continue;
    e.scrollIntoView({ block: 'center', inline: 'center' });
    const box = e.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, box.left), innerWidth - 1);
    const y = box.height > innerHeight ? Math.max(box.top, 0) + 4 : box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    const ok = hit !== null && (e.contains(hit) || hit.contains(e) || e.closest('label')?.contains(hit) === true);
    if (!ok) complaints.push(`${name(e)} cannot be reached: ${hit === null ? 'outside the window' : `under ${name(hit)}`}`);
  }
  for (const e of document.querySelectorAll('*')) if (e.scrollTop !== 0 || e.scrollLeft !== 0) e.scrollTo(0, 0);
  for (const [e, top, left] of kept) e.scrollTo({ top, left, behavior: 'instant' });
}
return [...new Set(complaints)];
