/**
 * Local time for the generated world, worked out with `Intl.DateTimeFormat` alone: it must not share code with
 * src/core/period.ts, which is tested against what is computed here.
 */

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Local date and time at an instant, `2025-01-31 23:59:59`. */
export function localDateTime(epochMs: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes dates as ISO does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(epochMs);
}

/** First instant (epoch milliseconds) of a local date `YYYY-MM-DD`: searched for, to the second. */
export function dayStart(date: string, timeZone: string): number {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`);
  // Zones reach from 12 hours behind to 14 ahead of UTC.
  let before = (utcMidnight - 15 * 3_600_000) / 1000;
  let reached = (utcMidnight + 13 * 3_600_000) / 1000;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (localDateTime(middle * 1000, timeZone) >= date) reached = middle;
    else before = middle;
  }
  return reached * 1000;
}

/** Half-open range of instants (epoch milliseconds) of a local month `YYYY-MM`. */
export function monthInstants(month: string, timeZone: string): { start: number; end: number } {
  return { start: dayStart(`${month}-01`, timeZone), end: dayStart(`${shiftMonth(month, 1)}-01`, timeZone) };
}

/** The month `count` months later. */
export function shiftMonth(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** The last `count` months, oldest first, that of `until` included. */
export function monthsUntil(until: Date, count: number, timeZone: string): string[] {
  const last = localDateTime(until.getTime(), timeZone).slice(0, 7);
  return Array.from({ length: count }, (_, index) => shiftMonth(last, index + 1 - count));
}

/** All dates from `from` to `to`, both included. */
export function dateRange(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY_MS) {
    dates.push(new Date(day).toISOString().slice(0, 10));
  }
  return dates;
}

/** The date `count` days later. */
export function shiftDate(date: string, count: number): string {
  return new Date(Date.parse(date) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(date: string): number {
  return new Date(Date.parse(date)).getUTCDay();
}

/** An instant as the vendors write it: UTC, whole seconds. */
export function isoSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
