import { backend } from '../../lib/backend';

/** The masked words of a sheet on the clipboard, for pasting where departments talk. */
export async function copyText(sheet: string): Promise<void> {
  await navigator.clipboard.writeText(await backend.copyText(sheet));
}

/** A masked page on the clipboard, as a picture. */
export async function copyPicture(sheet: string, page: number): Promise<void> {
  const svg = await backend.copyPicture(sheet, page);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': raster(svg, 1600) })]);
}

async function raster(svg: string, width: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = Math.round((width * picture.naturalHeight) / Math.max(1, picture.naturalWidth));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => {
      canvas.toBlob((blob) => {
        if (blob === null) failed(new Error('no picture'));
        else done(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
