import { formatPeriod, type PeriodKey, periodsBefore } from '../period.ts';

/** `CATCH_UP` as people write it: `catch up`. */
export function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** `1 month`, `13 months`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Months that are told together, oldest first: `May 2026`, `13 months, November 2025 to November 2026`, else each one. */
export function monthsInWords(months: readonly PeriodKey[]): string {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return 'no months';
  if (months.length === 1) return formatPeriod(first);
  const isWhole = periodsBefore(last, months.length - 1) === first;
  if (!isWhole) return months.map((month) => formatPeriod(month)).join(', ');
  return `${counted(months.length, 'month')}, ${formatPeriod(first)} to ${formatPeriod(last)}`;
}
