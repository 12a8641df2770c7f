import { en } from './en';
import { zh, type Messages } from './zh';

export type Language = 'zh-CN' | 'en';

const catalogues: Record<Language, Messages> = { 'zh-CN': zh, en };

class Speech {
  language = $state<Language>('zh-CN');
}

const speech = new Speech();

/** The words of the screen in the language in use. Read it inside `$derived`, so that a change of language shows at once. */
export function words(): Messages {
  return catalogues[speech.language];
}

export function language(): Language {
  return speech.language;
}

export function speak(next: Language): void {
  speech.language = next;
  document.documentElement.lang = next;
}
