import { app } from '../../lib/app.svelte';
import type { TodayLine } from '../../lib/backend/types';
import { language, words } from '../../lib/i18n/i18n.svelte';
import { gloss } from '../../lib/i18n/gloss.svelte';
import { begin, toSignAt } from '../begin';

/** The line is a case, or a clock of one. */
export function ofCase(line: TodayLine): boolean {
  return ['overdue', 'due', 'soon', 'waiting', 'later', 'open'].includes(line.group);
}

/** 重大投诉处理单; in English the grade and the paper are words of their own. */
export function kindOf(line: TodayLine): string {
  const grade = ['重大', '一般'].find((word) => ofCase(line) && line.kind.startsWith(word));
  if (grade === undefined || language() !== 'en') return gloss(line.kind);
  return words().cases.grade(grade, gloss(line.kind.slice(grade.length)));
}

/** The one act of a line: it opens the right thing. */
export async function openLine(line: TodayLine): Promise<void> {
  if (ofCase(line)) await app.go({ view: 'case', sheet: line.sheet });
  else if (!app.may('fill')) {
    if (line.sheet !== '') await app.go({ view: 'sheet', sheet: line.sheet });
  } else if (line.draft !== '') await app.go({ view: 'fill', draft: line.draft });
  else if (line.role !== '') await toSignAt(line.sheet, line.role);
  else if (line.sheet !== '') await app.go({ view: 'sheet', sheet: line.sheet });
  else if (line.form !== '') await begin(line.form);
}
