import { expect, it } from 'vitest';
import { statistics } from '../../lib/backend/sample-months';
import type { Trend } from '../../lib/backend/types';
import { BOX, chartOf, scaleOf, valueText } from './chart';

const trend = (values: (number | null)[], share = true): Trend => ({
  id: 'x',
  label: 'x',
  share,
  points: values.map((value, n) => ({ month: `2026-${String(n + 1).padStart(2, '0')}`, value })),
});

it('a month without a value parts the line and is not drawn as nothing', () => {
  const chart = chartOf(trend([980, null, 990, 1000]));
  expect(
    chart.lines.map((l) => l.length),
    'one point, then two',
  ).toEqual([1, 2]);
  expect(chart.last?.value, 'the newest').toBe(1000);
});

it('the scale of a share ends at 100 % and leaves room below its least', () => {
  expect(scaleOf(trend([981, 990])), 'high rates are told apart').toEqual([950, 1000]);
  expect(scaleOf(trend([400, 990])), 'a low one is seen as low').toEqual([250, 1000]);
  expect(scaleOf(trend([1000, 1000]))[0] < 1000, 'a line of 100 % has a scale still').toBe(true);
  expect(scaleOf(trend([null, null])), 'nothing counted').toEqual([950, 1000]);
});

it('a count begins at nothing', () => {
  expect(scaleOf(trend([3, 8], false)), 'to its largest').toEqual([0, 8]);
  expect(scaleOf(trend([0, 1], false)), 'one complaint is no mountain').toEqual([0, 4]);
});

it('everything lies within the drawing', () => {
  for (const of of statistics('2026-01').trends)
    for (const p of chartOf(of).lines.flat()) {
      expect(p.x >= 0 && p.x <= BOX.width - BOX.right + 0.1, `${of.id} ${p.month} across`).toBe(true);
      expect(p.y >= BOX.top && p.y <= BOX.height - BOX.bottom, `${of.id} ${p.month} down`).toBe(true);
    }
  expect([valueText(trend([]), 985), valueText(trend([], false), 4), valueText(trend([]), null)], 'as it is read').toEqual([
    '98.5%',
    '4',
    '—',
  ]);
});
