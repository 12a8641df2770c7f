import { language } from './i18n.svelte';
import { errorsEn } from './errors-en';
import { errorsZh, type Said } from './errors-zh';

/** What the program answers when something does not work: a stable code, and words for the log. */
export interface Fault {
  code: string;
  message: string;
}

export function fault(error: unknown): Fault {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    return { code: error.code, message };
  }
  return { code: 'unknown', message: error instanceof Error ? error.message : typeof error === 'string' ? error : '' };
}

/** A fault in the words of the office: what happened, what to do; the original words only where no plain ones exist. */
export function explain(error: unknown): Said & { detail: string } {
  const { code, message } = fault(error);
  const table = language() === 'en' ? errorsEn : errorsZh;
  const said = table[code];
  if (said !== undefined) return { ...said, detail: said.showDetail === true ? message : '' };
  const other = table['unknown'];
  return { title: other?.title ?? code, advice: other?.advice ?? '', detail: message === '' ? code : message };
}
