import { expect, test } from 'vitest';
import { offset, timeNow } from './now';

test('the wall shows the time of China in every zone', () => {
  const at = Date.parse('2026-02-24T23:05:00Z');
  expect(timeNow(at), 'five past seven of the next morning').toBe('07:05');
  expect(offset(), 'and is kept with its offset').toBe('+08:00');
});
