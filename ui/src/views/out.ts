import { backend } from '../lib/backend';
import type { Exported } from '../lib/backend/backend';
import { words } from '../lib/i18n/i18n.svelte';
import { toasts } from '../lib/ui/toasts.svelte';
import { attempt } from './begin';

/** Makes a file, says so, and offers its folder. Nothing is said when the user cancelled. */
export async function goesOut(make: () => Promise<Exported | null>, said: (path: string) => string): Promise<void> {
  await attempt(async () => {
    const made = await make();
    if (made === null) return;
    toasts.say(said(made.path), { label: words().sheet.showFolder, run: () => void backend.showInFolder(made.path) });
  });
}
