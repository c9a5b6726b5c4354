import { type Derivation, type DerivedNumber, deriveMonth, deriveQuarter } from '#src/core/derivation/derive.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { isMonth, type Month, monthsOf, type Period, type Quarter, quarterOf } from '#src/core/period.ts';
import { type Report, statusOfPeriod } from '#src/service/report/report.ts';
import { SAMPLE_LEAVES, SAMPLE_QUARTER } from './sample-quarter.ts';

/** The numbers of a quarter that worked examples are made of. */
export interface ExampleQuarter {
  readonly quarter: Quarter;
  readonly months: readonly Month[];
  /** Numbers of nobody. */
  readonly isSample: boolean;
  /** The stored value of a metric or SmartNumber in a month or the quarter, in plain notation; null if it is absent. */
  valueOf(kind: 'metric' | 'smartNumber', key: string, period: Period): string | null;
}

/** Sample numbers, and what follows from them. */
export function sampleQuarter(): ExampleQuarter {
  const rules = { metrics: METRICS, smartNumbers: SMART_NUMBERS };
  const derived = new Map<Period, Derivation>([[SAMPLE_QUARTER, deriveQuarter(rules, SAMPLE_LEAVES)]]);
  for (const month of SAMPLE_LEAVES) derived.set(month.month, deriveMonth(rules, month));
  const numbers = (kind: 'metric' | 'smartNumber', period: Period): ReadonlyMap<string, DerivedNumber> | undefined => {
    const derivation = derived.get(period);
    return kind === 'metric' ? derivation?.metrics : derivation?.smartNumbers;
  };
  return {
    quarter: SAMPLE_QUARTER,
    months: monthsOf(SAMPLE_QUARTER),
    isSample: true,
    valueOf: (kind, key, period) => numbers(kind, period)?.get(key)?.value ?? null,
  };
}

/** How many ended quarters are looked through for a complete one. */
const LOOKED_THROUGH = 8;

/**
 * The stored numbers of the organization's newest quarter that has ended and has values in all three months; null if there is
 * none among the newest eight.
 */
export async function newestQuarter(report: Report): Promise<ExampleQuarter | null> {
  const { data } = report;
  await data.load({ monthsWithData: true });
  const withData = new Set(data.monthsWithData());
  const quarters = [...new Set([...withData].map(quarterOf))].sort().reverse();
  const whole = quarters.filter((quarter) => monthsOf(quarter).every((month) => withData.has(month)));
  const newest = whole.slice(0, LOOKED_THROUGH).find((quarter) => {
    const status = statusOfPeriod(report, quarter);
    return status === 'ENDED' || status === 'CLOSED';
  });
  if (newest === undefined) return null;
  await data.load({ periods: [newest] });
  return {
    quarter: newest,
    months: monthsOf(newest),
    isSample: false,
    valueOf: (kind, key, period) => storedValue(report, kind, { key, period }),
  };
}

function storedValue(
  { data }: Report,
  kind: 'metric' | 'smartNumber',
  { key, period }: { readonly key: string; readonly period: Period },
): string | null {
  if (kind === 'smartNumber') return data.smartNumbers(period).get(key)?.value.toFixed() ?? null;
  const stored = isMonth(period) ? data.month(period).stored.get(key) : data.quarter(period).get(key);
  return stored?.value.toFixed() ?? null;
}
