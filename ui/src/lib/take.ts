import { backend } from './backend';
import type { Photo } from './backend/types';
import { explain } from './i18n/errors';
import { words } from './i18n/i18n.svelte';
import { toasts } from './ui/toasts.svelte';

/** A picture of the camera. */
export interface Shot {
  jpeg: Uint8Array;
  /** When the shutter was pressed, by `performance.now()`. */
  at: number;
}

/** Takes a picture of the camera in; the program's clock says when it was taken. Answers with the photo, or with why there is none. */
export async function takeShot(draft: string, shot: Shot): Promise<Photo | string> {
  try {
    const age = Math.max(0, Math.round(performance.now() - shot.at));
    return (await backend.takeShot(draft, age, shot.jpeg)).photo;
  } catch (error) {
    return explain(error).title;
  }
}

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
