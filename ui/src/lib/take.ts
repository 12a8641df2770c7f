import { backend } from './backend';
import type { Photo } from './backend/types';
import { explain } from './i18n/errors';
import { words } from './i18n/i18n.svelte';
import { toasts } from './ui/toasts.svelte';

/** Takes files in one after the other. What cannot be read as a picture is named; what cannot be kept is left out and named. */
export async function takePhotos(draft: string, files: File[], one: () => void): Promise<Photo[]> {
  const taken: Photo[] = [];
  const said: string[] = [];
  for (const file of files) {
    const name = file.name === '' ? 'image' : file.name;
    try {
      const { photo, note } = await backend.takeIn(draft, name, new Uint8Array(await file.arrayBuffer()));
      taken.push(photo);
      if (note !== '') said.push(note);
    } catch (error) {
      said.push(`${words().tray.failed(name)}${explain(error).title}`);
    } finally {
      one();
    }
  }
  if (said.length > 0) toasts.say(said.join('　'), undefined, true);
  return taken;
}
