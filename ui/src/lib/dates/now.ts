/** The department counts in the time of China, whatever zone the machine is set to. */
const CHINA_MS = 8 * 3_600_000;

/** Offset of the department's time from UTC, in the form the program keeps. */
export function offset(): string {
  return '+08:00';
}

/** The time of day on the office's wall, 10:32. */
export function timeNow(now: number = Date.now()): string {
  return new Date(now + CHINA_MS).toISOString().slice(11, 16);
}

/** Whole minutes since then; `null` when it was long ago or is still to come. */
export function minutesSince(at: string): number | null {
  const ms = Date.now() - Date.parse(at);
  return Number.isNaN(ms) || ms < 0 || ms > 12 * 3_600_000 ? null : Math.round(ms / 60_000);
}
