/** Typed dates and times, and the plain calendar arithmetic that a date field needs. All dates are `2026-02-13`. */

export interface Ymd {
  y: number;
  m: number;
  d: number;
}

export function daysIn(y: number, m: number): number {
  return new Date(Date.UTC(y, m, 0)).getUTCDate();
}

export function parts(date: string): Ymd | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  if (found === null) return null;
  return valid(Number(found[1]), Number(found[2]), Number(found[3]));
}

export function iso({ y, m, d }: Ymd): string {
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

function valid(y: number, m: number, d: number): Ymd | null {
  if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return { y, m, d };
}

/** `days` after the date (before it when negative). */
export function addDays(date: string, days: number): string {
  const p = parts(date);
  if (p === null) return date;
  const at = new Date(Date.UTC(p.y, p.m - 1, p.d + days));
  return iso({ y: at.getUTCFullYear(), m: at.getUTCMonth() + 1, d: at.getUTCDate() });
}

export function addMonths(month: string, by: number): string {
  const [y = '2000', m = '1'] = month.split('-');
  const at = new Date(Date.UTC(Number(y), Number(m) - 1 + by, 1));
  return `${String(at.getUTCFullYear())}-${String(at.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** 0 = Monday … 6 = Sunday. */
export function weekday(date: string): number {
  const p = parts(date);
  return p === null ? 0 : (new Date(Date.UTC(p.y, p.m - 1, p.d)).getUTCDay() + 6) % 7;
}

const relative: Record<string, number> = {
  今天: 0,
  今日: 0,
  今: 0,
  today: 0,
  明天: 1,
  明日: 1,
  明: 1,
  tomorrow: 1,
  后天: 2,
  大后天: 3,
  昨天: -1,
  昨日: -1,
  昨: -1,
  yesterday: -1,
  前天: -2,
};

const weekdays: Record<string, number> = { 一: 0, 二: 1, 三: 2, 四: 3, 五: 4, 六: 5, 日: 6, 天: 6 };

/** A date as people type it: 20260213, 2026-2-13, 2026年2月13日, 2/13, 0213, 13, 今天, 明天, 下周三. `null` when it is none. */
export function readDate(text: string, today: string): string | null {
  const s = text.trim().toLowerCase().replace(/\s+/g, '').normalize('NFKC');
  const now = parts(today);
  if (s === '' || now === null) return null;
  const shift = relative[s];
  if (shift !== undefined) return addDays(today, shift);
  const week = /^(本|这|下|上)?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(s);
  if (week !== null) {
    const to = weekdays[week[2] ?? ''] ?? 0;
    const weeks = week[1] === '下' ? 7 : week[1] === '上' ? -7 : 0;
    return addDays(today, to - weekday(today) + weeks);
  }
  const full = /^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?$/.exec(s) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(s);
  if (full !== null) return orNull(valid(Number(full[1]), Number(full[2]), Number(full[3])));
  const short = /^(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?$/.exec(s) ?? /^(\d{2})(\d{2})$/.exec(s);
  if (short !== null) return orNull(valid(now.y, Number(short[1]), Number(short[2])));
  const day = /^(\d{1,2})[日号]?$/.exec(s);
  if (day !== null) return orNull(valid(now.y, now.m, Number(day[1])));
  return null;
}

function orNull(p: Ymd | null): string | null {
  return p === null ? null : iso(p);
}

/** A month as people type it: 202602, 2026-2, 2026年2月, 2月, 2, 本月, 上月, 下月. */
export function readMonth(text: string, today: string): string | null {
  const s = text.trim().replace(/\s+/g, '').normalize('NFKC');
  const month = today.slice(0, 7);
  if (s === '本月' || s === '这个月') return month;
  if (s === '上月' || s === '上个月') return addMonths(month, -1);
  if (s === '下月' || s === '下个月') return addMonths(month, 1);
  const full = /^(\d{4})(?:[-/.年])?(\d{1,2})月?$/.exec(s);
  const y = full === null ? Number(today.slice(0, 4)) : Number(full[1]);
  const m = full === null ? Number(/^(\d{1,2})月?$/.exec(s)?.[1] ?? 0) : Number(full[2]);
  return valid(y, m, 1) === null ? null : `${String(y)}-${String(m).padStart(2, '0')}`;
}

/** A time of day: 14:30, 1430, 14点30, 14点半, 9点, 下午2点, 2:30pm. Returns `14:30`. */
export function readTime(text: string): string | null {
  const s = text.trim().toLowerCase().replace(/\s+/g, '').normalize('NFKC');
  const found =
    /^(上午|下午|晚上|中午)?(\d{1,2})[:点时](\d{1,2}|半)?分?(am|pm)?$/.exec(s) ??
    /^()(\d{1,2})(\d{2})()$/.exec(s) ??
    /^(上午|下午|晚上|中午)?(\d{1,2})()(am|pm)$/.exec(s);
  if (found === null) return null;
  let hour = Number(found[2]);
  const minute = found[3] === '半' ? 30 : Number(found[3] ?? 0);
  const late = found[1] === '下午' || found[1] === '晚上' || found[4] === 'pm';
  if (late && hour < 12) hour += 12;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

const thisMoment = new Set(['现在', '刚才', '刚刚', 'now']);

/**
 * Date and time together or one of them; the other part is taken from `base` (`2026-02-13T18:30+08:00`) or from today.
 * `now` (10:32) is what 现在 means; without it the word is none.
 */
export function readDatetime(text: string, today: string, offset: string, base?: string, now = ''): string | null {
  const s = text.trim();
  const join = (date: string, time: string) => `${date}T${time}${offset}`;
  if (s === '') return null;
  if (thisMoment.has(s.toLowerCase())) return now === '' ? null : join(today, now);
  const baseDate = base?.slice(0, 10) ?? today;
  const baseTime = base === undefined || base.length < 16 ? '18:00' : base.slice(11, 16);
  const time = readTime(s);
  if (time !== null) return join(baseDate, time);
  const cut = /^(.*?)[\sT]+([^\s]*)$/.exec(s) ?? /^(.*?[日号天])(\d.*|[上下]午.*)$/.exec(s);
  if (cut !== null) {
    const date = readDate(cut[1] ?? '', today);
    const clock = readTime(cut[2] ?? '');
    if (date !== null && clock !== null) return join(date, clock);
  }
  const date = readDate(s, today);
  return date === null ? null : join(date, baseTime);
}

/** The six weeks or fewer that show a month, Monday first. */
export function monthGrid(month: string): string[][] {
  const first = `${month}-01`;
  const start = addDays(first, -weekday(first));
  const weeks: string[][] = [];
  for (let w = 0; w < 6; w += 1) {
    const week = Array.from({ length: 7 }, (_, i) => addDays(start, w * 7 + i));
    if (w > 3 && !week.some((d) => d.startsWith(month))) break;
    weeks.push(week);
  }
  return weeks;
}
