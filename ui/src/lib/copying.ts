/** What stands on a page to be typed into. */
const typed = 'input, textarea, [contenteditable]';
/** What says whose words stand in it: a sheet's serial; the id of a sheet, a draft or an entry, empty where there is none. */
const marked = '[data-of], [data-serial]';

/**
 * Copies of what is picked out on the screen: `note` writes the lines in the log first, of the rows that it stands in, and where they
 * are refused nothing is copied (`refused` says why). What is copied is what is shown. What is typed anywhere but in a sheet, a call
 * or an entry is one's own words. Stops when the returned function is called.
 */
export function watchCopies(note: (of: string[]) => Promise<void>, refused: (error: unknown) => void): () => void {
  const copy = (event: ClipboardEvent): void => {
    const at = event.target instanceof Element ? event.target : document.activeElement;
    const field = at?.closest(typed) ?? null;
    const holder = field?.closest(marked) ?? null;
    if (field !== null && holder === null) return;
    const picked = document.getSelection();
    const text = field === null ? (picked?.toString() ?? '') : pickedIn(field);
    if (text === '') return;
    event.preventDefault();
    // The clipboard is asked at once, within the press of the keys; what it gets comes when the lines are written.
    const noted = note(holder === null ? rowsOf(picked) : [markOf(holder)]);
    const made = noted.then(() => new Blob([text], { type: 'text/plain' }));
    const written = navigator.clipboard.write([new ClipboardItem({ 'text/plain': made })]);
    const done = event.type === 'cut' && field !== null ? written.then(cutFrom(field)) : written;
    // Why the line was refused says more than that the clipboard got nothing.
    done.catch(() => noted.then(() => done)).catch(refused);
  };
  /** Words that are drawn out of the window would go without a line. */
  const drag = (event: DragEvent): void => {
    const { target } = event;
    const field = target instanceof Element ? target.closest(typed) : null;
    if (target instanceof Text || (field?.closest(marked) ?? null) !== null) event.preventDefault();
  };
  document.addEventListener('copy', copy, true);
  document.addEventListener('cut', copy, true);
  document.addEventListener('dragstart', drag, true);
  return () => {
    document.removeEventListener('copy', copy, true);
    document.removeEventListener('cut', copy, true);
    document.removeEventListener('dragstart', drag, true);
  };
}

interface Typed extends Element {
  value: string;
  selectionStart: number | null;
  selectionEnd: number | null;
  readOnly: boolean;
  setRangeText: (text: string, start: number, end: number, select: SelectionMode) => void;
}

function isTyped(field: Element): field is Typed {
  return 'value' in field && 'selectionStart' in field;
}

function pickedIn(field: Element): string {
  if (!isTyped(field)) return document.getSelection()?.toString() ?? '';
  return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
}

/** Takes away what is cut, once it was copied and as long as the field still says it. */
function cutFrom(field: Element): () => void {
  if (!isTyped(field) || field.readOnly) return () => undefined;
  const [before, from, to] = [field.value, field.selectionStart ?? 0, field.selectionEnd ?? 0];
  return () => {
    if (field.value !== before) return;
    field.setRangeText('', from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}

function markOf(holder: Element): string {
  return holder.getAttribute('data-of') ?? holder.getAttribute('data-serial') ?? '';
}

/** Whose words are picked out: the rows that they go through, else what they stand on; nothing where that says nothing. */
function rowsOf(picked: Selection | null): string[] {
  if (picked === null || picked.rangeCount === 0) return [];
  const range = picked.getRangeAt(0);
  const common = range.commonAncestorContainer;
  const within = common instanceof Element ? common : common.parentElement;
  const rows = [...(within?.querySelectorAll(marked) ?? [])].filter((row) => range.intersectsNode(row)).map(markOf);
  const own = within?.closest(marked) ?? null;
  const all = rows.length > 0 ? rows : own === null ? [] : [markOf(own)];
  return [...new Set(all)];
}
