import type { DayInfo } from '../backend/types';
import type { Language } from '../i18n/i18n.svelte';
import { parts, weekday } from './logic';

const dayNames = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function dayName(date: string, language: Language): string {
  return dayNames[language][weekday(date)] ?? '';
}

/** 2026年2月24日, or 24 Feb 2026. */
export function longDate(date: string, language: Language): string {
  const p = parts(date);
  if (p === null) return date;
  return language === 'en' ? `${p.d} ${monthNames[p.m - 1] ?? ''} ${p.y}` : `${p.y}年${p.m}月${p.d}日`;
}

/** 2月24日; with the year when it is not the one of `today`. */
export function shortDate(date: string, today: string, language: Language): string {
  const p = parts(date);
  if (p === null) return date;
  if (!date.startsWith(today.slice(0, 4))) return longDate(date, language);
  return language === 'en' ? `${p.d} ${monthNames[p.m - 1] ?? ''}` : `${p.m}月${p.d}日`;
}

/** 14:30 of a time such as `2026-02-13T14:30+08:00`. */
export function clockTime(at: string): string {
  return at.length >= 16 ? at.slice(11, 16) : '';
}

/** 2月24日 14:30 */
export function shortTime(at: string, today: string, language: Language): string {
  return `${shortDate(at.slice(0, 10), today, language)} ${clockTime(at)}`.trim();
}

/** 2026年2月24日 14:30 */
export function longTime(at: string, language: Language): string {
  return `${longDate(at.slice(0, 10), language)} ${clockTime(at)}`.trim();
}

/** 1.8 MB */
export function fileSize(bytes: number): string {
  const mb = bytes / 1_000_000;
  if (mb >= 1000) return `${(mb / 1000).toFixed(1)} GB`;
  return mb >= 100 ? `${Math.round(mb)} MB` : `${Math.max(0.1, mb).toFixed(1)} MB`;
}

/** 2026年2月, Feb 2026 */
export function monthWords(month: string, language: Language): string {
  const p = parts(`${month}-01`);
  if (p === null) return month;
  return language === 'en' ? `${monthNames[p.m - 1] ?? ''} ${p.y}` : `${p.y}年${p.m}月`;
}

export type DayKind = 'work' | 'rest' | 'holiday' | 'makeup';

/** The kind of a day, for its look and its word in the language of the screen. */
export function dayKind(day: DayInfo): DayKind {
  if (day.kind === '补班') return 'makeup';
  if (day.kind === '法定节假日') return 'holiday';
  return day.working ? 'work' : 'rest';
}

/** 休 stands on days of a holiday, the rest days that a notice moved next to it included, and on the department's own. */
export function isOff(day: DayInfo): boolean {
  return !day.working && (day.kind === '法定节假日' || day.name !== '');
}
