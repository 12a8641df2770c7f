/** English for the words of the papers: labels, stages, choices, items. What people typed is never translated. */
import { backend } from '../backend';
import { language } from './i18n.svelte';

let known = $state.raw<Record<string, string>>({});

/** Asks for the words once, at the start. Without them the papers' own words stand. */
export async function learnEnglish(): Promise<void> {
  if (Object.keys(known).length > 0) return;
  try {
    known = await backend.english();
  } catch {
    // The papers stay readable in Chinese.
  }
}

/** For tests: the words as given. */
export function knowEnglish(words: Record<string, string>): void {
  known = words;
}

export interface Piece {
  text: string;
  /** Not a word of the paper: it was typed by someone. */
  typed: boolean;
}

function known1(word: string): string | undefined {
  return language() === 'en' && Object.hasOwn(known, word) ? known[word] : undefined;
}

/** A title with its subtitle is two words: 客务部工作检查表·公共区域保洁. */
function titled(text: string): string | undefined {
  const parts = text.split('·').map(known1);
  return parts.every((p) => p !== undefined) ? parts.join(': ') : undefined;
}

const han = /\p{Script=Han}/u;
/** Words of a line are set off by the full-width space. */
const gap = '\u3000';

/** A text of words set off by full-width spaces, word by word: the area, the item and the round of a place. */
export function piecesOf(text: string): Piece[] {
  return text.split(gap).map((word) => {
    const found = known1(word) ?? titled(word);
    return found === undefined ? { text: word, typed: han.test(word) } : { text: found, typed: false };
  });
}

/** The same as one text. In Chinese it is what was given. */
export function gloss(text: string): string {
  return piecesOf(text)
    .map((p) => p.text)
    .join(gap);
}
