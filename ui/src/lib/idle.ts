/** Whether nobody has touched the machine for so many minutes. A clock that was put back counts from the new time. */
export function idleFor(minutes: number, last: number, now: number): boolean {
  return now - last >= minutes * 60_000;
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const LOOK = 5_000;

/** Calls `away` once nobody has touched the machine for `minutes()`. Stops when the returned function is called. */
export function watchIdle(minutes: () => number, away: () => void): () => void {
  let last = Date.now();
  const touch = (): void => {
    // A machine that wakes under a hand was left alone all the same.
    if (!idleFor(minutes(), last, Date.now())) last = Date.now();
  };
  const look = (): void => {
    const now = Date.now();
    if (now < last) last = now;
    if (!idleFor(minutes(), last, now)) return;
    last = now;
    away();
  };
  const timer = setInterval(look, LOOK);
  for (const sign of signs) window.addEventListener(sign, touch, { capture: true, passive: true });
  return () => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
  };
}
