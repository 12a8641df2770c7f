import { backend } from '../../lib/backend';
import type { DutySlot, Gap } from '../../lib/backend/types';

/** The round that a gap is about, with what was said of it, as its dialog wants it. */
export async function slotOf(gap: Gap): Promise<DutySlot> {
  const key = gap.slot;
  const day = await backend.dutyDay(gap.date);
  const found = day.slots.find((s) => s.form === key?.form && s.stage === key.stage && s.site === key.site);
  if (found !== undefined) return found;
  // A month's duty that stands on another day of it.
  return {
    rule: '',
    form: key?.form ?? '',
    title: gap.words,
    english: '',
    stage: key?.stage ?? '',
    label: key?.label ?? '',
    site: key?.site ?? '',
    site_name: '',
    date: gap.date,
    state: 'missed',
    until: '',
    on: gap.date,
    entered: '',
    late: '',
    explained: null,
    draft: gap.draft,
    sheet: gap.sheet,
    drawn: null,
    target: null,
    target_words: '',
  };
}
