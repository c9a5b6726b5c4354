import { formatDate, formatInstant } from '#src/web/values/format.ts';

/** The instant at which a date ends in the viewer's time zone, which is the start of the next one. @param date `2027-06-30` */
export function endOfLocalDate(date: string): string {
  return localMidnight(date, 1);
}

/** The instant at which a date begins in the viewer's time zone. @param date `2027-06-30` */
export function startOfLocalDate(date: string): string {
  return localMidnight(date, 0);
}

function localMidnight(date: string, days: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return new Date(year, month - 1, day + days).toISOString();
}

/** Formats an end: as a day if it is the end of one in the viewer's time zone, else with the time. */
export function formatEnd(instant: string, locale?: string): string {
  const end = new Date(instant);
  const isMidnight = end.getTime() === new Date(end.getFullYear(), end.getMonth(), end.getDate()).getTime();
  if (!isMidnight) return formatInstant(instant, locale);
  return `end of ${formatDate(new Date(end.getTime() - 1).toISOString(), locale)}`;
}
