import { expect, it } from 'vitest';
import type { DutyDay } from '../../lib/backend/types';
import { month } from '../../lib/backend/sample-duties';
import { linesOf, shortSerial, weeksOf } from './month';

const days = month('2026-02').days;
const of = (date: string): DutyDay => {
  const found = days.find((d) => d.day.date === date);
  if (found === undefined) throw new Error(date);
  return found;
};

it('the rounds of a day are one line', () => {
  expect(
    linesOf(of('2026-02-12')).map((l) => l.kind),
    'a morning and an afternoon',
  ).toEqual(['rounds']);
});

it('a day with very many says how many more', () => {
  const lines = linesOf(of('2026-02-27'));
  expect(lines, 'four lines at most').toHaveLength(4);
  const more = lines.at(-1);
  expect(more?.kind === 'more' ? more.count : 0, 'nothing is left uncounted').toBe(1 + 1 + 12 - 3);
});

it('the month begins at its day of the week', () => {
  const weeks = weeksOf(days, 6);
  expect(weeks[0]?.filter((d) => d !== null).length, '1 February 2026 is a Sunday').toBe(1);
  expect(weeks.flat().filter((d) => d !== null).length, 'every day stands once').toBe(28);
});

it('a serial is told by its last part', () => {
  expect(shortSerial('TS-A-202611-0031'), 'within a day').toBe('0031');
});
