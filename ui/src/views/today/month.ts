/** How the month is laid out and what a day says in a few lines. What is owed and how it stands the office says. */
import type { DutyDay, DutySlot, MeetingView } from '../../lib/backend/types';

/** Lines of a day before the rest becomes a number. */
const FEW = 4;

/** A line of a day in the grid. */
export type DayLine =
  | { kind: 'rounds'; slots: DutySlot[] }
  | { kind: 'outlets'; slot: DutySlot }
  | { kind: 'meeting'; meeting: MeetingView }
  | { kind: 'due'; serial: string; step: string; late: boolean }
  | { kind: 'more'; count: number };

/** A month's duty has a number of outlets. */
export function isMonthly(slot: DutySlot): boolean {
  return slot.drawn !== null;
}

/** The lines of a day: the rounds are one; where there are too many, the last says how many more. */
export function linesOf(day: DutyDay): DayLine[] {
  const rounds = day.slots.filter((s) => !isMonthly(s));
  const lines: DayLine[] = [
    ...(rounds.length > 0 ? [{ kind: 'rounds' as const, slots: rounds }] : []),
    ...day.slots.filter(isMonthly).map((slot) => ({ kind: 'outlets' as const, slot })),
    ...day.meetings.map((meeting) => ({ kind: 'meeting' as const, meeting })),
    ...day.due.map((d) => ({ kind: 'due' as const, serial: d.serial, step: d.step, late: d.late })),
  ];
  const all = lines.length + day.due_count - day.due.length;
  if (all <= FEW) return lines;
  const shown = lines.slice(0, FEW - 1);
  return [...shown, { kind: 'more', count: all - shown.length }];
}

/** 0031 of TS-A-202611-0031: within a day the rest says nothing. */
export function shortSerial(serial: string): string {
  return serial.split('-').at(-1) ?? serial;
}

/** A day of another month keeps its place in the week, empty. */
export function weeksOf(days: readonly DutyDay[], first: number): (DutyDay | null)[][] {
  const cells: (DutyDay | null)[] = [...Array.from({ length: first }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, n) => cells.slice(n * 7, n * 7 + 7));
}
