import { backend } from './backend';

/** Pictures by hash, as addresses for `<img>`. A stored picture never changes, so an address is made once. */
const urls = new Map<string, Promise<string>>();

export function photoUrl(blob: string, thumbnail: boolean): Promise<string> {
  const key = `${blob}/${thumbnail ? 's' : 'l'}`;
  const known = urls.get(key);
  if (known !== undefined) return known;
  const made = backend.picture(blob, thumbnail).then((bytes) => {
    const type = bytes[0] === 0x3c ? 'image/svg+xml' : 'image/jpeg';
    return URL.createObjectURL(new Blob([bytes.slice()], { type }));
  });
  made.catch(() => urls.delete(key));
  urls.set(key, made);
  return made;
}
