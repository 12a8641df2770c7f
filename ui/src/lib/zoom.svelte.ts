import { backend } from './backend';

/** Sizes that the window offers, in percent. At 200 % nothing is lost, more is scrolled. */
export const sizes = [100, 110, 125, 150, 175, 200] as const;
const KEPT = 'zoom';

/** How large everything in the window is: a habit of this screen, not of the cabinet. */
class Zoom {
  percent = $state<number>(100);

  /** Takes the size up again that was last chosen here. */
  recall(): void {
    const kept = Number(localStorage.getItem(KEPT) ?? 100);
    if (kept !== 100) this.set(kept);
  }

  set(percent: number): void {
    const known = sizes.find((s) => s === percent) ?? 100;
    this.percent = known;
    localStorage.setItem(KEPT, String(known));
    // A web view that cannot be scaled stays as it is: nothing is lost.
    backend.zoom(known / 100).catch(() => undefined);
  }

  step(by: 1 | -1): void {
    const at = sizes.findIndex((s) => s === this.percent);
    const next = sizes[at + by];
    if (next !== undefined) this.set(next);
  }
}

export const zoom = new Zoom();
