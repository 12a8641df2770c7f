import { expect, test } from 'vitest';
import { looksLikeNumber } from './logic';

test('what was typed for a caller becomes their number or their name', () => {
  expect(['13800000001', '0755-8888 0000', '+86 13800000001', '（0755）88880000'].map(looksLikeNumber)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(['赵六', '3栋0801', '0801', ''].some(looksLikeNumber), 'a name, a room, too few figures, nothing').toBe(false);
});
