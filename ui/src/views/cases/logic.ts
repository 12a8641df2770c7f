/** How cases are put in columns and what a clock says in a few words. */
import type { CaseCount, CaseKind, CaseLine, ClockLine, LedgerKind, Line, RouteStop } from '../../lib/backend/types';
import { clockTime, dayName, shortDate } from '../../lib/dates/show';
import { addMonths } from '../../lib/dates/logic';
import type { Language } from '../../lib/i18n/i18n.svelte';

export interface Waiting {
  state: string;
  words: string;
  count: number;
}

/**
 * Open cases by the step they wait for, of one kind or of all, in the office's order; the state that is filtered by stays where it
 * stood, with none left too.
 */
export function waiting(counts: CaseCount[], kind: CaseKind | null, chosen: Waiting | null = null): Waiting[] {
  const found = new Map<string, Waiting>();
  for (const c of counts) {
    const was = found.get(c.state)?.count ?? 0;
    found.set(c.state, { state: c.state, words: c.words, count: was + (kind === null || c.kind === kind ? c.count : 0) });
  }
  if (chosen !== null && !found.has(chosen.state)) found.set(chosen.state, { ...chosen, count: 0 });
  return [...found.values()].filter((w) => w.count > 0 || w.state === chosen?.state);
}

/** Open cases by kind, in one state or in all: those there are, and the kind that is filtered by. */
export function kindsOf(counts: CaseCount[], state = '', chosen: CaseKind | null = null): { kind: CaseKind; count: number }[] {
  const kinds: CaseKind[] = ['complaint', 'opinion', 'service', 'consultation', 'rectification'];
  const within = counts.filter((c) => state === '' || c.state === state);
  return kinds
    .map((kind) => ({ kind, count: within.filter((c) => c.kind === kind).reduce((n, c) => n + c.count, 0) }))
    .filter((k) => k.count > 0 || k.kind === chosen);
}

/** The lines of each column; a column stays where it is counted but not read yet. */
export function columns(lines: CaseLine[], states: Waiting[]): (Waiting & { lines: CaseLine[] })[] {
  return states.map((w) => ({ ...w, lines: lines.filter((l) => l.state === w.state) }));
}

/** 2月25日 周三, or 2月24日 周二 09:25 */
export function dueDay(due: string, today: string, language: Language): string {
  const date = due.slice(0, 10);
  return [shortDate(date, today, language), dayName(date, language), clockTime(due)].filter((x) => x !== '').join(' ');
}

export function say(line: Line, language: Language): string {
  return language === 'en' ? line.en : line.zh;
}

export function runs(clock: ClockLine): boolean {
  return clock.ended === '';
}

/** The stops of each building, in the order they came. */
export function byBuilding(stops: RouteStop[]): { name: string; stops: RouteStop[] }[] {
  const found: { name: string; stops: RouteStop[] }[] = [];
  for (const stop of stops) {
    const last = found.at(-1);
    if (last?.name === stop.building) last.stops.push(stop);
    else found.push({ name: stop.building, stops: [stop] });
  }
  return found;
}

/** A day so many days after another, `2026-02-24`; counted in UTC, so that no zone moves it. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The 登记台账 there are, in the order of the papers. */
export const ledgers: LedgerKind[] = ['complaint', 'opinion', 'service', 'consultation', 'rectification', 'revisit'];

/** What a cell of a ledger says: a moment, a day, or words. */
export function cellKind(cell: string): 'time' | 'date' | 'words' {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+08:00$/.test(cell)) return 'time';
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? 'date' : 'words';
}

/** The day from which a list of days is shown at first: with the month before, so that it is not empty on the first of a month. */
export function listStart(today: string): string {
  return `${addMonths(today.slice(0, 7), -1)}-01`;
}
