import { expect, it } from 'vitest';
import { bandOf, fitScale, nextZoom, pageSize, readingOrder } from './logic';

const box = (page: number, x: number, y: number, row = 'r', field = 'f') => ({
  page,
  x,
  y,
  width: 500,
  height: 700,
  place: { section: 's', row, field },
});

it('a page is upright or lying by its proportions', () => {
  expect(pageSize('<svg viewBox="0 0 595.3 841.9">'), 'points, upright').toEqual({ width: 21000, height: 29700 });
  expect(pageSize('<svg viewBox="0 0 297 210">'), 'millimetres, lying').toEqual({ width: 29700, height: 21000 });
});

it('cells are walked in reading order', () => {
  const order = readingOrder([box(1, 0, 0), box(0, 900, 100), box(0, 100, 150), box(0, 0, 900)]);
  expect(
    order.map((b) => [b.page, b.x]),
    'a small difference in height is the same line',
  ).toEqual([
    [0, 100],
    [0, 900],
    [0, 0],
    [1, 0],
  ]);
});

it('a row is tinted on the page it stands on', () => {
  const pages = { svg: [], boxes: [box(1, 100, 500), box(1, 900, 500), box(0, 0, 0, 'other')] };
  expect(bandOf(pages, 's', 'r'), 'from the first cell to the last').toMatchObject({ page: 1, x: 100, width: 1300 });
  expect(bandOf(pages, 's', ''), 'single fields have no row').toBeNull();
});

it('zoom fits and steps', () => {
  expect(fitScale({ width: 21000, height: 29700 }, 'whole', 1000, 594), 'the height decides').toBe(2);
  expect(nextZoom(110, 1), 'to the next step').toBe(125);
  expect(nextZoom(50, -1), 'and no further').toBe(50);
});
