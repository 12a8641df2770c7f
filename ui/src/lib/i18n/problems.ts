import type { Problem, ProblemCode } from '../backend/types';
import { gloss } from './gloss.svelte';
import { language, type Language } from './i18n.svelte';

/** What is missing or wrong, in English, with what the program names. A code without words does not compile. */
const english: Record<ProblemCode, (named: string[]) => string> = {
  required: ([label]) => `Fill in ${label ?? 'this'}`,
  'not-an-option': ([words]) => `Choose one of ${words ?? ''}`,
  'not-a-date': ([kind]) =>
    kind === 'month'
      ? 'Not a month; write 2026-02'
      : kind === 'datetime'
        ? 'Not a time; write 2026-02-13 18:30'
        : 'Not a date; write 2026-02-13',
  'not-a-quantity': ([example]) => `Not a quantity; write ${example ?? '2.5'}`,
  'too-small': ([least]) => `At least ${least ?? ''}`,
  'too-large': ([most]) => `At most ${most ?? ''}`,
  'too-long': ([most]) => `At most ${most ?? ''} characters`,
  'wrong-kind': ([label]) => `What stands in ${label ?? 'this field'} does not fit`,
  'mark-missing': () => 'No result yet',
  'not-sampled': ([group]) => `Check at least one item of ${group ?? ''}`,
  order: ([later, earlier]) => `${later ?? ''} cannot be before ${earlier ?? ''}`,
  'row-missing': () => 'Fill in at least one row',
  'rows-few': ([least]) => `At least ${least ?? ''} rows are needed here`,
  'not-allowed': ([word]) => `${word ?? 'This'} cannot be chosen here`,
  'sign-needs': ([label]) => `Fill in ${label ?? 'this'} first`,
  'sign-not-yet': ([said]) => said ?? '',
  tray: ([count]) => `${count ?? ''} photos have no place yet`,
  'glyph-missing': ([characters]) => `No font can print “${characters ?? ''}”; write it another way`,
};

/** What stands beside the field: the program's own sentence, or the same in the language of the screen. */
export function say(problem: Pick<Problem, 'code' | 'message' | 'params'>, speech: Language = language()): string {
  if (speech !== 'en') return problem.message;
  // What a paper asks in words of its own.
  const own = gloss(problem.message);
  if (own !== problem.message) return own;
  const said = english[problem.code](problem.params.map((p) => p.split('、').map(gloss).join(', ')));
  return said === '' ? problem.message : said;
}

/** Several in one line. */
export function sayAll(problems: Problem[], speech: Language = language()): string {
  return problems.map((p) => say(p, speech)).join(speech === 'en' ? '; ' : '；');
}
