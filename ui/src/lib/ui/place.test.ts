import { expect, it } from 'vitest';
import { place } from './place';

const anchor = { left: 100, top: 100, bottom: 140, width: 200, height: 40 };

it('a surface opens below, else above, and never leaves the window', () => {
  expect(place(anchor, { width: 280, height: 300 }, 1280, 800), 'room below').toEqual({ left: 100, top: 144 });
  expect(place({ ...anchor, top: 600, bottom: 640 }, { width: 280, height: 300 }, 1280, 800).top, 'no room below').toBe(296);
  expect(place({ ...anchor, left: 1200 }, { width: 280, height: 300 }, 1280, 800).left, 'pushed in from the right').toBe(992);
  expect(place({ ...anchor, top: 200, bottom: 240 }, { width: 280, height: 420 }, 1280, 400).top, 'a low window').toBe(8);
  expect(place({ ...anchor, top: 900, bottom: 940 }, { width: 280, height: 300 }, 640, 400).top, 'scrolled out of sight').toBe(
    92,
  );
});
