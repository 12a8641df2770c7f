/** How the calendar of a year is laid out and read. What a day is, and what a change does, the office says. */
import type { CalendarEffect, ChangedDay, DutyRule, YearDay } from '../../../lib/backend/types';
import { readDate, weekday } from '../../../lib/dates/logic';
import { clockTime, dayName, shortDate } from '../../../lib/dates/show';
import type { Language } from '../../../lib/i18n/i18n.svelte';

/** 休 and 班 as the calendar of a wall shows them. */
export type Tag = 'rest' | 'work' | '';

export function tagOf(day: { kind: YearDay['kind']; name: string }): Tag {
  if (day.kind === 'make-up') return 'work';
  return day.kind === 'holiday' || (day.kind === 'rest' && day.name !== '') ? 'rest' : '';
}

/** The weeks of each month, Monday first; null where another month is. */
export function months(days: readonly YearDay[]): (YearDay | null)[][][] {
  const out: (YearDay | null)[][][] = [];
  for (const day of days) {
    const month = Number(day.date.slice(5, 7)) - 1;
    const weeks = (out[month] ??= []);
    const at = weekday(day.date);
    if (weeks.length === 0 || at === 0) weeks.push(Array.from({ length: 7 }, () => null));
    const week = weeks.at(-1);
    if (week !== undefined) week[at] = day;
  }
  return out;
}

/** 周一至周五, or each day by name when they do not follow each other. Monday and Sunday are neighbours. */
export function weekWords(days: readonly boolean[], language: Language, to: string, comma: string): string {
  const name = (n: number) => dayName(`2024-01-0${(n % 7) + 1}`, language);
  const worked = days.flatMap((on, n) => (on ? [n] : []));
  if (worked.length === 7) return `${name(0)}${to}${name(6)}`;
  const first = worked.find((n) => days[(n + 6) % 7] !== true);
  if (first === undefined) return '';
  const run = worked.every((n) => (n - first + 7) % 7 < worked.length);
  if (run && worked.length > 2) return `${name(first)}${to}${name(first + worked.length - 1)}`;
  return worked.map(name).join(comma);
}

/** `1/4、2/14` or full dates, of the year when none is named; null when one of them is no date. */
export function readDays(text: string, year: number): string[] | null {
  const parts = text
    .split(/[\s,，、;；]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map((part) => readDate(part, `${year}-06-15`));
  return read.every((day) => day !== null) ? read : null;
}

/** 1/4、2/14: how the days stand in the box they are typed into. */
export function typedDays(days: readonly string[], year: number): string {
  const short = (day: string) => `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`;
  return days.map((day) => (day.startsWith(`${year}-`) ? short(day) : day)).join('、');
}

/** 2月25日 周三, or with the time of a limit in minutes. */
export function dueWords(due: string, today: string, language: Language): string {
  const date = due.slice(0, 10);
  const day = `${shortDate(date, today, language)} ${dayName(date, language)}`;
  return due.includes('T') ? `${day} ${clockTime(due)}` : day;
}

/** Days that become of another kind, apart from those that only became certain. */
export function parted(effect: CalendarEffect): { changed: ChangedDay[]; settled: number } {
  const changed = effect.days.filter((d) => d.was.kind !== d.now.kind);
  const settled = effect.days.filter((d) => d.was.kind === d.now.kind && d.was.provisional && !d.now.provisional);
  return { changed, settled: settled.length };
}

/** Days of the law, each with its name behind a full-width space, as people read them in the year that is looked at. */
export function leftOutWords(days: readonly string[], year: number, language: Language, comma: string): string {
  const one = (day: string) => {
    const [date = '', name = ''] = day.split('\u3000');
    return `${shortDate(date, `${year}-01-01`, language)} ${name}`;
  };
  return days.map(one).join(comma);
}

/** The grades that a rule's example is counted for. */
export function gradesOf(rule: DutyRule): string[] {
  const grades = (rule.grades ?? []).map((g) => g.grade);
  return grades.length === 0 ? [''] : grades;
}

/** `09:00-12:00`, with any dash; null when it is no span. */
export function readSpan(text: string): { from: string; to: string } | null {
  const found = /^\s*(\d{1,2}:\d{2})\s*[-–—至到~～]\s*(\d{1,2}:\d{2})\s*$/.exec(text.replaceAll('：', ':'));
  if (found?.[1] === undefined || found[2] === undefined) return null;
  return { from: found[1].padStart(5, '0'), to: found[2].padStart(5, '0') };
}
