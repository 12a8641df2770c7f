import { app } from '../../lib/app.svelte';
import type { TodayLine } from '../../lib/backend/types';
import { begin, toSignAt } from '../begin';

/** The one act of a line: it opens the right thing. */
export async function openLine(line: TodayLine): Promise<void> {
  if (!app.may('fill')) {
    if (line.sheet !== '') await app.go({ view: 'sheet', sheet: line.sheet });
  } else if (line.draft !== '') await app.go({ view: 'fill', draft: line.draft });
  else if (line.role !== '') await toSignAt(line.sheet, line.role);
  else if (line.sheet !== '') await app.go({ view: 'sheet', sheet: line.sheet });
  else if (line.form !== '') await begin(line.form);
}
