import { expect, it } from 'vitest';
import { figure, monthView, months, statistics } from '../../lib/backend/sample-months';
import type { Gap, Matrix } from '../../lib/backend/types';
import {
  asksWhy,
  checkList,
  columnsOf,
  dayRate,
  dueParts,
  figureText,
  fill,
  firstSpot,
  footText,
  gapsOf,
  isEmpty,
  isMonthly,
  missedAt,
  nextGap,
  opens,
  sealed,
  shortRoot,
  stepFrom,
} from './logic';

const view = monthView('2026-02');
const matrix = view.matrix;
const columns = columnsOf(matrix);
const days = columns.filter((c) => c.kind === 'day').map((c) => c.at);

it('a holiday is one run with the weekends beside it, and a make-up day is a day', () => {
  const runs = columns.filter((c) => c.kind === 'run');
  expect(
    runs.map((r) => [r.at + 1, r.days, r.name]),
    '1 February is a Sunday, 7 and 8 a weekend, 15 to 23 Spring Festival',
  ).toEqual([
    [1, 1, ''],
    [7, 2, ''],
    [15, 9, '春节'],
  ]);
  expect(days, '14 and 28 are Saturdays that are worked').toEqual(expect.arrayContaining([13, 27]));
  expect(days.length + runs.reduce((n, r) => n + r.days, 0), 'every day stands once').toBe(28);
});

it('days on which a department did not work yet are no days off', () => {
  const none: Matrix = {
    ...matrix,
    rows: matrix.rows.map((row) => ({ ...row, cells: row.cells.map((c, n) => (n < 5 ? { ...c, mark: 'rest' } : c)) })),
  };
  expect(
    columnsOf(none)
      .slice(0, 2)
      .map((c) => (c.kind === 'run' ? [c.off, c.days] : [])),
    'Sunday off, then four days of work without a round',
  ).toEqual([
    [true, 1],
    [false, 4],
  ]);
});

it('arrows step over days without rounds and stop at the edges', () => {
  const rows = matrix.rows.length;
  const step = (key: string, row: number, day: number, ctrl = false) =>
    stepFrom(key, ctrl, { row, col: day - 1 }, rows, days) ?? { row: -1, col: -1 };
  expect(step('ArrowRight', 0, 6).col + 1, 'over the weekend').toBe(9);
  expect(step('ArrowLeft', 0, 24).col + 1, 'over the holiday').toBe(14);
  expect(step('ArrowUp', 0, 6).row, 'the first row is the last').toBe(0);
  expect(step('ArrowDown', rows, 6).row, 'the rates are the lowest row').toBe(rows);
  expect(step('Home', 3, 24), 'the first day that has rounds').toEqual({ row: 3, col: 1 });
  expect(step('End', 3, 2, true), 'with Ctrl the last corner').toEqual({ row: rows, col: 27 });
  expect(stepFrom('x', false, { row: 0, col: 1 }, rows, days), 'another key is not of the matrix').toBeNull();
});

it('the next missed round is one round, not one area, and the search goes round', () => {
  const first = nextGap(matrix, { row: -1, col: -1 });
  expect(first, 'the afternoon of the 13th, in its first row').toEqual({ row: 1, col: 12 });
  expect(nextGap(matrix, { row: 1, col: 12 }), 'there is no other: again the same').toEqual(first);
  expect(firstSpot(matrix, columns, '2026-02-24'), 'one stands on it first').toEqual(first);
  const calm = {
    ...matrix,
    rows: matrix.rows.map((r) => ({ ...r, cells: r.cells.map((c) => ({ ...c, mark: 'pass' as const })) })),
  };
  expect(firstSpot(calm, columns, '2026-02-24'), 'without any, on today').toEqual({ row: 0, col: 23 });
  expect(nextGap(calm, { row: 0, col: 0 }), 'and there is none to go to').toBeNull();
});

it('a missed cell leads to its gap, and opens for who may explain', () => {
  const gap = missedAt(view.gaps, '2026-02-13', 'pm');
  expect(gap?.words, 'the round of that day').toBe('13日下午未检查');
  const missed = { mark: 'missed' as const, late: false, sheet: '', draft: '' };
  expect([opens(missed, true), opens(missed, false)], 'who may not write finds nothing behind it').toEqual([true, false]);
  expect(opens({ ...missed, mark: 'pass', sheet: 's1' }, false), 'a sheet opens for everyone').toBe(true);
});

it('what is to be explained stands first, what is whole last', () => {
  const list = checkList(view.coverage);
  expect(
    list.slice(0, 2).map((l) => [l.kind, l.tone, l.count]),
    'one missed round of two, two reviews',
  ).toEqual([
    ['missed', 'open', 1],
    ['review', 'open', 2],
  ]);
  expect(
    list.slice(2).every((l) => l.tone === 'ok'),
    'the rest is whole',
  ).toBe(true);
  expect(
    gapsOf(view.gaps, 'missed').map((g) => g.said === null),
    'within a kind the open ones first',
  ).toEqual([true, false]);
});

it('behind the seal nothing waits for a word', () => {
  const after = sealed(matrix);
  expect(nextGap(after, { row: -1, col: -1 }), 'no round is left to explain').toBeNull();
  expect(after.rows[1]?.cells[12]?.mark, 'it was missed all the same').toBe('missed-said');
});

it('a gap of the month is told from one of a day', () => {
  const of = (gap: Partial<Gap>): Gap => ({ ...(view.gaps[0] as Gap), slot: null, ...gap });
  const slot = { form: 'x', site: 's1', stage: 'inspect', label: '检查' };
  expect(isMonthly(of({ kind: 'outlets' }), matrix), 'too few outlets').toBe(true);
  expect(isMonthly(of({ kind: 'missed', slot }), matrix), 'a round that is no row of the matrix').toBe(true);
  expect(isMonthly(of({ kind: 'missed', slot: { ...slot, stage: 'pm' } }), matrix), 'an afternoon is').toBe(false);
});

it('figures are read as the office prints them', () => {
  expect(figureText(figure('x', 'x', 64, 65)), 'rounded half up').toBe('98.5%');
  expect(figureText(figure('x', 'x', 1, 1)), 'whole percents bear no fraction').toBe('100%');
  expect(figureText(figure('x', 'x', 0, 0)), 'nothing to divide by').toBe('—');
  expect(figureText(figure('x', 'x', 7)), 'a count').toBe('7');
  expect(dayRate(figure('x', 'x', 999, 1000)), 'a day with one × is never 100').toBe('99');
  expect(dayRate(figure('x', 'x', 5, 5)), 'a day without is').toBe('100');
  expect(dayRate(figure('x', 'x', 0, 0)), 'a day without marks says nothing').toBe('');
  expect([footText(figure('x', 'x', 0)), footText(figure('x', 'x', 2))], 'a count stands only where there is something').toEqual([
    '',
    '2',
  ]);
  const column = [figure('x', 'x', 2), figure('x', 'x', 8)];
  expect(fill(figure('x', 'x', 2), column), 'a count beside the largest').toBe(0.25);
  expect(shortRoot('3f2a90c177be55d1'), 'enough to compare by eye').toBe('3F2A 90C1 77BE');
});

it('a month is explained, closed and opened again', async () => {
  const month = '2026-01';
  const before = await months.month(month);
  expect([before.stage, isEmpty(before)], 'over, and something in it').toEqual(['open', false]);
  const gap = gapsOf(before.gaps, 'review')[0] as Gap;
  const told = await months.explainGap(month, gap.key, '负责人出差');
  expect(told.open_gaps, 'one less to explain').toBe(before.open_gaps - 1);
  const closed = await months.closeMonth(month, '其余随二月补办', 'close');
  expect([closed.stage, closed.open_gaps], 'the reason stands for the rest').toEqual(['closed', 0]);
  expect((await months.months()).find((l) => l.month === month)?.stage, 'the list knows').toBe('closed');
  const open = await months.reopenMonth(month, '补签');
  expect([open.stage, open.history.length], 'both acts stay').toEqual(['open', 2]);
});

it('a month with open gaps or without a sheet is closed with a reason, another without', () => {
  const closed = { ...view, open_gaps: 0, items: 3 };
  expect(asksWhy(closed), 'all is said').toBe(false);
  expect([asksWhy({ ...closed, open_gaps: 1 }), asksWhy({ ...closed, items: 0 })], 'each of the two').toEqual([true, true]);
});

it('an empty month is told from one with statistics', () => {
  const future = monthView('2026-05');
  expect(isEmpty(future), 'rounds that are to come are nothing yet').toBe(true);
  expect(statistics('2026-01').trends[0]?.points.at(-1)?.month, 'trends end at the month').toBe('2026-01');
});

it('a limit breaks before its weekday alone', () => {
  expect(dueParts('2026年10月21日（周三）24:00'), 'the day, then the rest').toEqual(['2026年10月21日', '（周三）24:00']);
  expect(dueParts(''), 'no clock runs').toEqual(['']);
});
