/** Offset of local time from UTC, in the form the program keeps: +08:00. */
export function offset(): string {
  const minutes = -new Date().getTimezoneOffset();
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The time of day on the wall, 10:32. */
export function timeNow(): string {
  const date = new Date();
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Whole minutes since then; `null` when it was long ago or is still to come. */
export function minutesSince(at: string): number | null {
  const ms = Date.now() - Date.parse(at);
  return Number.isNaN(ms) || ms < 0 || ms > 12 * 3_600_000 ? null : Math.round(ms / 60_000);
}
