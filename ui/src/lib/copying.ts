/** What stands on a page to be typed into: what is copied there is one's own words. */
const own = 'input, textarea, [contenteditable]';

/**
 * Copies of what is picked out on the screen: `note` writes the line in the log first, and where it is refused nothing is copied
 * (`refused` says why). What is copied is what is shown. Stops when the returned function is called.
 */
export function watchCopies(note: () => Promise<void>, refused: (error: unknown) => void): () => void {
  const copy = (event: ClipboardEvent): void => {
    const at = event.target instanceof Element ? event.target : document.activeElement;
    if ((at?.closest(own) ?? null) !== null) return;
    const text = document.getSelection()?.toString() ?? '';
    if (text === '') return;
    event.preventDefault();
    // The clipboard is asked at once, within the press of the keys; what it gets comes when the line is written.
    const noted = note();
    const made = noted.then(() => new Blob([text], { type: 'text/plain' }));
    const written = navigator.clipboard.write([new ClipboardItem({ 'text/plain': made })]);
    // Why the line was refused says more than that the clipboard got nothing.
    written.catch(() => noted.then(() => written)).catch(refused);
  };
  /** Words that are drawn out of the window would go without a line. */
  const drag = (event: DragEvent): void => {
    if (event.target instanceof Text) event.preventDefault();
  };
  document.addEventListener('copy', copy, true);
  document.addEventListener('dragstart', drag, true);
  return () => {
    document.removeEventListener('copy', copy, true);
    document.removeEventListener('dragstart', drag, true);
  };
}
