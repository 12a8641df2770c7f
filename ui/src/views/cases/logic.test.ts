import { expect, it } from 'vitest';
import type { CaseCount, CaseLine } from '../../lib/backend/types';
import { cellKind, columns, dueDay, kindsOf, listStart, waiting } from './logic';

const counts: CaseCount[] = [
  { kind: 'complaint', state: 'respond', words: '待首次响应', count: 3 },
  { kind: 'complaint', state: 'rectify', words: '待整改', count: 2 },
  { kind: 'opinion', state: 'rectify', words: '待整改', count: 1 },
];

it('the columns stand in the order of the office, all kinds together', () => {
  expect(
    waiting(counts, null).map((w) => [w.state, w.count]),
    'one column for each step',
  ).toEqual([
    ['respond', 3],
    ['rectify', 3],
  ]);
  expect(
    waiting(counts, 'opinion').map((w) => w.count),
    'one kind has its own numbers',
  ).toEqual([1]);
  expect(kindsOf(counts), 'a kind without open cases is no filter').toEqual([
    { kind: 'complaint', count: 5 },
    { kind: 'opinion', count: 1 },
  ]);
});

it('each filter counts within the others, and the one that is on stays where nothing is left of it', () => {
  expect(
    kindsOf(counts, 'rectify').map((k) => [k.kind, k.count]),
    'kinds within a state',
  ).toEqual([
    ['complaint', 2],
    ['opinion', 1],
  ]);
  expect(kindsOf(counts, 'respond', 'opinion'), 'what is filtered by can be taken off again').toContainEqual({
    kind: 'opinion',
    count: 0,
  });
  const chosen = { state: 'respond', words: '待首次响应', count: 3 };
  expect(
    waiting(counts, 'opinion', chosen).map((w) => [w.state, w.count]),
    'states within a kind',
  ).toEqual([
    ['respond', 0],
    ['rectify', 1],
  ]);
});

it('a column takes the cases that wait for its step', () => {
  const line = (sheet: string, state: string) => ({ sheet, state }) as CaseLine;
  const found = columns([line('a', 'rectify'), line('b', 'respond'), line('c', 'rectify')], waiting(counts, null));
  expect(found.map((c) => c.lines.map((l) => l.sheet))).toEqual([['b'], ['a', 'c']]);
});

it('a limit says its weekday, and its hour where it has one', () => {
  expect(dueDay('2026-02-25', '2026-02-24', 'zh-CN')).toBe('2月25日 周三');
  expect(dueDay('2026-02-24T09:25+08:00', '2026-02-24', 'zh-CN')).toBe('2月24日 周二 09:25');
});

it('a cell of a ledger is a moment or a day only where it is nothing else', () => {
  expect(cellKind('2026-02-24T08:40+08:00')).toBe('time');
  expect(cellKind('2026-02-24')).toBe('date');
  expect(cellKind('2026-02-24 起漏水'), 'words that begin with a day are words').toBe('words');
  expect(cellKind('TS-A-202602-0001'), 'and so is a number').toBe('words');
});

it('on the first of a month the lists still show what was late before it', () => {
  expect(listStart('2026-12-01')).toBe('2026-11-01');
  expect(listStart('2026-01-31')).toBe('2025-12-01');
});
