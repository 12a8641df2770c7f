import { expect, it } from 'vitest';
import { idleFor } from './idle';

it('a machine left alone is told from one in use', () => {
  const minute = 60_000;
  expect(idleFor(10, 0, 9 * minute), 'nine of ten minutes').toBe(false);
  expect(idleFor(10, 0, 10 * minute), 'ten minutes are over').toBe(true);
  expect(idleFor(10, 5 * minute, 10 * minute), 'a hand five minutes ago').toBe(false);
  expect(idleFor(10, 10 * minute, 0), 'a clock that was put back locks nobody out').toBe(false);
});
