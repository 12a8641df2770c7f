import { backend } from '../../lib/backend';

/**
 * Puts on the clipboard what is still being made. The clipboard is asked at once, within the press of the button: some web views
 * refuse it when it is asked only after an answer was waited for.
 */
async function put(type: string, made: Promise<Blob>): Promise<void> {
  const written = navigator.clipboard.write([new ClipboardItem({ [type]: made })]);
  // A refusal of the program says more than the clipboard's complaint that it got nothing.
  written.catch(() => undefined);
  await made;
  await written;
}

/** The masked words of a sheet on the clipboard, for pasting where departments talk. */
export async function copyText(sheet: string): Promise<void> {
  await put(
    'text/plain',
    backend.copyText(sheet).then((text) => new Blob([text], { type: 'text/plain' })),
  );
}

/** A masked page on the clipboard, as a picture. */
export async function copyPicture(sheet: string, page: number): Promise<void> {
  await put(
    'image/png',
    backend.copyPicture(sheet, page).then((svg) => raster(svg, 1600)),
  );
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
