import { app } from '../../lib/app.svelte';
import type { SearchQuery, SheetLine } from '../../lib/backend/types';
import { addDays, addMonths, daysIn } from '../../lib/dates/logic';

export function emptyQuery(): SearchQuery {
  return { text: '', form: '', from: '', to: '', person: '', area: '', site: '', has_fail: null, signed: null, state: null };
}

export function keyOf(line: SheetLine): string {
  return line.draft === '' ? line.sheet : `d-${line.draft}`;
}

export async function openHit(line: SheetLine): Promise<void> {
  await app.go(line.draft === '' ? { view: 'sheet', sheet: line.sheet } : { view: 'fill', draft: line.draft });
}

export type Span = 'all' | 'month' | 'last' | 'days30' | 'days180' | 'year';

/** First and last day of a span, both within it. */
export function spanDates(span: Span, today: string): { from: string; to: string } {
  const month = today.slice(0, 7);
  if (span === 'month') return { from: `${month}-01`, to: '' };
  if (span === 'last') {
    const last = addMonths(month, -1);
    return {
      from: `${last}-01`,
      to: `${last}-${String(daysIn(Number(last.slice(0, 4)), Number(last.slice(5)))).padStart(2, '0')}`,
    };
  }
  if (span === 'days30') return { from: addDays(today, -29), to: '' };
  if (span === 'days180') return { from: addDays(today, -179), to: '' };
  if (span === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: '' };
  return { from: '', to: '' };
}

/** The pieces of a text before, at and after what was looked for. */
export function cut(text: string, wanted: string): { text: string; hit: boolean }[] {
  const word = wanted.trim().toLowerCase();
  if (word === '') return [{ text, hit: false }];
  const lower = text.toLowerCase();
  const pieces: { text: string; hit: boolean }[] = [];
  let from = 0;
  // A letter whose small form has another length (İ) would shift the cut: then the text is shown whole.
  if (lower.length !== text.length) return [{ text, hit: false }];
  for (let i = lower.indexOf(word); i >= 0; i = lower.indexOf(word, from)) {
    if (i > from) pieces.push({ text: text.slice(from, i), hit: false });
    pieces.push({ text: text.slice(i, i + word.length), hit: true });
    from = i + word.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}
