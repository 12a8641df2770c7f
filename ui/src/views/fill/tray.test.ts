import { expect, it } from 'vitest';
import { sortByTime } from './tray';

it('photos lie in the order they were taken, unknown times behind', () => {
  const photo = (blob: string, taken: string) => ({
    blob,
    original: '',
    name: '',
    taken,
    width: 1,
    height: 1,
    attachment: false,
  });
  const sorted = sortByTime([photo('c', ''), photo('b', '2026-02-24T10:02'), photo('a', '2026-02-24T09:58')]);
  expect(sorted.map((p) => p.blob).join(''), 'oldest first').toBe('abc');
});
