import { app } from './app.svelte';
import { backend } from './backend';

/** Longer than this the window does not wait for its backup. */
const LONGEST = 20_000;
/** What is over at once needs no word. */
const SHOWN_AFTER = 300;

const after = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The window closes: what is in hand is written down, then the closing backup is made, unless it takes too long. */
export async function close(): Promise<void> {
  // A draft that cannot be written now was written a moment ago.
  await app.leave().catch(() => undefined);
  if (app.desk === null || app.desk.practice) return;
  const shown = setTimeout(() => (app.closing = true), SHOWN_AFTER);
  const made = backend.closeOffice().catch(() => false);
  const late = await Promise.race([made.then(() => false), after(LONGEST).then(() => true)]);
  if (late) {
    await backend.cancelJob('backup-closing').catch(() => undefined);
    await Promise.race([made, after(2_000)]);
  }
  clearTimeout(shown);
}
