/** What a slot is called and what is done about it. */
import { app } from '../../lib/app.svelte';
import { backend } from '../../lib/backend';
import type { DutySlot, MeetingView } from '../../lib/backend/types';
import { dayName, shortDate, shortTime } from '../../lib/dates/show';
import { language, words } from '../../lib/i18n/i18n.svelte';
import { attempt } from '../begin';
import { isMonthly } from './month';

/** The round and its paper. */
export function slotName(slot: DutySlot): string {
  const t = words();
  if (isMonthly(slot)) return language() === 'en' ? slot.english : slot.title;
  return [t.duties.round(slot.stage, slot.label), language() === 'en' ? slot.english : slot.title].join('\u3000');
}

/** 2月13日 周五 */
export function dayWords(date: string): string {
  return `${shortDate(date, app.today, language())} ${dayName(date, language())}`;
}

/** What is known of a slot beside its state, a fact each. */
export function facts(slot: DutySlot): string[] {
  const t = words();
  const time = (at: string) => shortTime(at, app.today, language());
  const said = slot.explained;
  return [
    slot.drawn === null ? '' : t.duties.drawn(slot.drawn, slot.target),
    slot.entered !== '' ? t.duties.entered(time(slot.entered)) : '',
    (slot.state === 'open' || slot.state === 'begun') && slot.until !== '' && slot.date <= app.today
      ? t.duties.until(time(slot.until))
      : '',
    slot.late === '' ? '' : t.duties.lateWhy(slot.late),
    said === null ? '' : t.duties.explained(t.duties.causes[said.cause], said.words, said.by, time(said.at)),
  ].filter((x) => x !== '');
}

export function meetingFacts(m: MeetingView): string[] {
  const t = words();
  return [
    m.held === '' || m.state !== 'held' ? '' : t.duties.heldOn(shortTime(m.held, app.today, language())),
    m.moved_to === '' ? '' : t.duties.movedToDay(dayWords(m.moved_to)),
    m.reason,
  ].filter((x) => x !== '');
}

/** Opens the sheet of the slot's day, or begins it. */
export async function fillSlot(slot: DutySlot): Promise<void> {
  await attempt(async () => {
    const draft = await backend.beginOn(slot.form, slot.date);
    await app.go({ view: 'fill', draft: draft.id, stage: slot.stage });
    void app.refresh();
  });
}
