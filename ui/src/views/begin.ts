import { app, type SignRoute } from '../lib/app.svelte';
import { backend } from '../lib/backend';
import { explain } from '../lib/i18n/errors';
import { words } from '../lib/i18n/i18n.svelte';
import { sayAll } from '../lib/i18n/problems';
import { toasts } from '../lib/ui/toasts.svelte';

/** Begins a paper and goes there; when that fails the reason is said where one is. */
export async function begin(form: string, stage = '', another = false): Promise<void> {
  await attempt(async () => {
    const draft = await (another ? backend.beginAnother(form) : backend.beginSheet(form));
    await app.go({ view: 'fill', draft: draft.id, stage });
    void app.refresh();
  });
}

/** Goes on with a finalised sheet: its next stage, or a change. */
export async function editSheet(sheet: string, stage = ''): Promise<void> {
  await attempt(async () => {
    const draft = await backend.editSheet(sheet);
    await app.go({ view: 'fill', draft: draft.id, stage });
  });
}

/** Hands the window over to a customer, or lets someone of the house sign without locking it. */
export async function toSign(
  sheet: string,
  role: string,
  row: string,
  customer: boolean,
  more: Partial<SignRoute> = {},
): Promise<void> {
  await attempt(async () => {
    await app.leave();
    // What is still missing is said here, before anything is handed over.
    const before = await backend.signing(sheet, role, row);
    if (before.wanted.length > 0) {
      toasts.say([words().sign.notYet, sayAll(before.wanted)].join('　'), undefined, true);
      return;
    }
    const signing = customer ? await backend.beginHandOver(sheet, role, row) : before;
    await app.go({ view: 'sign', signing, handed: customer, ...more });
  });
}

/** As above, when only the sheet and the place are known. */
export async function toSignAt(sheet: string, role: string): Promise<void> {
  await attempt(async () => {
    const found = await backend.sheet(sheet);
    const seal = found.seals.find((s) => s.role === role && s.open) ?? found.seals.find((s) => s.role === role);
    if (seal === undefined) await app.go({ view: 'sheet', sheet });
    else await toSign(sheet, role, seal.row, seal.who === 'customer');
  });
}

export async function attempt(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const said = explain(error);
    toasts.say([said.title, said.advice, said.detail].filter((x) => x !== '').join('　'), undefined, true);
    return false;
  }
}
