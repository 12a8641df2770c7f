import type { Photo } from '../../lib/backend/types';

/** By capture time, oldest first; photos without one stay behind, in the order they came. */
export function sortByTime(photos: Photo[]): Photo[] {
  return [...photos].sort((a, b) => {
    if (a.taken === b.taken) return 0;
    if (a.taken === '') return 1;
    if (b.taken === '') return -1;
    return a.taken < b.taken ? -1 : 1;
  });
}
