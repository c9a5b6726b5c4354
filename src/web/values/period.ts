import { monthFormat } from './formatters.ts';

/** A month, `2026-03`, or a quarter, `2026-Q1`. */
export type PeriodKey = string;

export function isQuarter(period: PeriodKey): boolean {
  return period.includes('Q');
}

/** The period `count` before (or, where negative, after) a period of the same kind. */
export function periodsBefore(period: PeriodKey, count: number): PeriodKey {
  const perYear = isQuarter(period) ? 4 : 12;
  const [year = 0, number = 0] = period.replace('Q', '').split('-').map(Number);
  const index = year * perYear + (number - 1) - count;
  const within = (index % perYear) + 1;
  return `${Math.floor(index / perYear)}-${isQuarter(period) ? `Q${within}` : String(within).padStart(2, '0')}`;
}

/** The quarter a month lies in; of a quarter, itself. */
export function quarterOf(period: PeriodKey): PeriodKey {
  if (isQuarter(period)) return period;
  return `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5)) / 3)}`;
}

/** The last month of a quarter; of a month, itself. */
export function lastMonthOf(period: PeriodKey): PeriodKey {
  if (!isQuarter(period)) return period;
  return `${period.slice(0, 4)}-${String(Number(period.slice(6)) * 3).padStart(2, '0')}`;
}

/** Whether a text from the address bar is a period. */
export function isPeriod(text: string | null): text is PeriodKey {
  return text !== null && /^(20\d\d|2100)-(Q[1-4]|0[1-9]|1[0-2])$/.test(text);
}

/** A period as displayed: `July 2026` in the viewer's language, `Q3 2026`. */
export function formatPeriod(period: PeriodKey, locale?: string): string {
  const [year = '', number = ''] = period.split('-');
  if (isQuarter(period)) return `${number} ${year}`;
  const month = new Date(Date.UTC(Number(year), Number(number) - 1));
  return monthFormat(locale, { month: 'long', year: 'numeric' }).format(month);
}

/** A month in a column heading: `Jul 2026` in the viewer's language. */
export function formatMonth(month: PeriodKey, locale?: string): string {
  return monthFormat(locale, { month: 'short', year: 'numeric' }).format(new Date(`${month}-01`));
}
