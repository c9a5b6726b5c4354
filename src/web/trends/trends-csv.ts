import { csvFormatRows } from 'd3-dsv';
import type { TrendSeries } from './trend-series.ts';

/** The series as CSV, one row per period: exact decimals, percentages as fractions, absent values empty. */
export function trendsCsv(series: readonly TrendSeries[]): string {
  const periods = series[0]?.points.map(({ period }) => period) ?? [];
  const columns = series.flatMap(({ label, points, yearAgo }) => [
    { label, points },
    ...(yearAgo ? [{ label: `${label}, a year earlier`, points: yearAgo }] : []),
  ]);
  const rows = periods.map((period, index) => [period, ...columns.map(({ points }) => points[index]?.value ?? '')]);
  return `${csvFormatRows([['Period', ...columns.map(({ label }) => label)], ...rows])}\n`;
}
