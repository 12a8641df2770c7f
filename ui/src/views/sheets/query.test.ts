import { expect, it } from 'vitest';
import { cut, spanDates } from './query';

it('spans are whole days', () => {
  expect(spanDates('last', '2026-03-05'), 'the month before, to its last day').toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(spanDates('days30', '2026-02-24').from, 'today is one of the thirty').toBe('2026-01-26');
});

it('the hit is marked where it was found', () => {
  expect(
    cut('客户赵六投诉赵六', '赵六')
      .map((p) => (p.hit ? `[${p.text}]` : p.text))
      .join(''),
    'every occurrence',
  ).toBe('客户[赵六]投诉[赵六]');
  expect(cut('HF-A-202602', 'hf-a').filter((p) => p.hit).length, 'letters in either case').toBe(1);
  expect(cut('', 'x'), 'nothing to mark').toEqual([]);
});
