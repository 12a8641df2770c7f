import { errorsEn } from './errors-en';
import { errorsZh } from './errors-zh';
import { language } from './i18n.svelte';

/** What the program answers when something does not work: a stable code, words for the log, and what it is about. */
export interface Fault {
  code: string;
  message: string;
  detail: string;
}

function text(thing: object, key: string): string {
  const value: unknown = (thing as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : '';
}

export function fault(error: unknown): Fault {
  if (typeof error === 'object' && error !== null && text(error, 'code') !== '') {
    return { code: text(error, 'code'), message: text(error, 'message'), detail: text(error, 'detail') };
  }
  return {
    code: 'unknown',
    message: error instanceof Error ? error.message : typeof error === 'string' ? error : '',
    detail: '',
  };
}

/** A fault in the words of the office: what happened, what to do; the program's own words only where no plain ones exist. */
export function explain(error: unknown): { title: string; advice: string; detail: string } {
  const { code, message, detail } = fault(error);
  const table = language() === 'en' ? errorsEn : errorsZh;
  const said = table[code];
  if (said !== undefined && code !== 'unknown')
    return {
      title: said.title,
      advice: said.advice,
      detail: said.named !== undefined && detail !== '' ? said.named(detail) : '',
    };
  const other = table['unknown'];
  return {
    title: other?.title ?? code,
    advice: other?.advice ?? '',
    detail: [code, message].filter((x) => x !== '' && x !== 'unknown').join('：'),
  };
}
