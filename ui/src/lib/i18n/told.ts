/** What the program tells in codes (events, findings, notices, places for signatures), in the words of the screen. */
import type { Event, Notice, SealView, VerifyProblem } from '../backend/types';
import { gloss } from './gloss.svelte';
import { words } from './i18n.svelte';

const spaced = (parts: string[]) => parts.filter((x) => x !== '').join('　');

/** What happened, without the labels of what was changed. */
export function eventWords(event: Event): string {
  const t = words().told;
  switch (event.kind) {
    case 'signed':
      return `${event.name === '' ? t.correctionPage : gloss(event.name)}${t.signedHow[event.how] ?? ''}`;
    case 'audit':
      return t.acts[event.act];
    case 'finished':
    case 'late':
      return spaced([t.events[event.kind], event.stages.map(gloss).join(t.comma)]);
    default:
      return t.events[event.kind];
  }
}

/** A finding, naming sheet and part. */
export function findingWords(problem: VerifyProblem): string {
  const t = words().told;
  return spaced([problem.serial, whoseWords(problem.whose), t.findings[problem.code]]);
}

function whoseWords(whose: VerifyProblem['whose']): string {
  const t = words().told;
  switch (whose.kind) {
    case 'sheet':
      return spaced([gloss(whose.title), partWords(whose.part)]);
    case 'entry':
      return t.entry(whose.seq);
    case 'file':
      return t.file(whose.page);
    default:
      return t.whose[whose.kind];
  }
}

type SheetPart = Extract<VerifyProblem['whose'], { kind: 'sheet' }>['part'];

function partWords(part: SheetPart): string {
  const t = words().told;
  switch (part.kind) {
    case 'whole':
      return '';
    case 'stages':
      return part.labels.map(gloss).join(t.comma);
    case 'signature':
      return part.name === '' ? t.signature : gloss(part.name);
    case 'correction':
      return t.correctionPage;
    case 'audit':
      return t.whose.audit;
  }
}

export function noticeWords(notice: Notice): string {
  return words().told.notices[notice.code](notice.count);
}

/** A place for a signature: 客户签字, without the words of its row. */
export function sealName(seal: Pick<SealView, 'role' | 'row' | 'name'>): string {
  const t = words().told;
  const change = /^change:(\d+)$/.exec(seal.row);
  return change === null
    ? gloss(seal.name)
    : t.correctionSeal(Number(change[1]) + 1, seal.role === 'head' ? t.headOfDepartment : t.corrector);
}

/** The same with the words of its row before it, for titles and names. */
export function sealWords(seal: Pick<SealView, 'role' | 'row' | 'name' | 'of'>): string {
  return spaced([gloss(seal.of), sealName(seal)]);
}
