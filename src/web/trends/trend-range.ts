import { isPeriod, isQuarter, lastMonthOf, type PeriodKey, periodsBefore, quarterOf } from '#src/web/values/period.ts';

export type TrendKind = 'month' | 'quarter';
export type ChartForm = 'line' | 'bar';

/** The choices in the address bar. */
export interface TrendAddress {
  /** Names of series in the address: the key of a SmartNumber or metric, or `metric:` and the key if both have it. */
  readonly names: readonly string[];
  readonly kind: TrendKind;
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  readonly form: ChartForm;
  readonly isYearOverYear: boolean;
}

/** More series could not be distinguished. */
export const MAX_SERIES = 8;

const DEFAULT_NAMES = ['net_profit'];
const DEFAULT_LENGTH: Record<TrendKind, number> = { month: 13, quarter: 8 };
const PERIODS_PER_YEAR: Record<TrendKind, number> = { month: 12, quarter: 4 };

/**
 * Reads the parameters of the address. The default range is eight quarters or thirteen months.
 * @param newest the newest month or quarter that has a value
 */
export function trendAddress(parameters: URLSearchParams, newest: PeriodKey): TrendAddress {
  const kind = parameters.get('kind') === 'month' ? 'month' : 'quarter';
  const to = periodOf(parameters.get('to'), kind) ?? ofKind(newest, kind);
  const from = periodOf(parameters.get('from'), kind) ?? periodsBefore(to, DEFAULT_LENGTH[kind] - 1);
  const keys = parameters.get('keys');
  return {
    names: keys === null ? DEFAULT_NAMES : [...new Set(keys.split(',').filter(Boolean))],
    kind,
    from,
    to,
    form: parameters.get('chart') === 'bar' ? 'bar' : 'line',
    isYearOverYear: parameters.get('yoy') === '1',
  };
}

/** Converts a period to another kind; a quarter becomes its last month. */
export function ofKind(period: PeriodKey, kind: TrendKind): PeriodKey {
  return kind === 'month' ? lastMonthOf(period) : quarterOf(period);
}

/** The same period a year earlier. */
export function yearBefore(period: PeriodKey): PeriodKey {
  return periodsBefore(period, PERIODS_PER_YEAR[isQuarter(period) ? 'quarter' : 'month']);
}

function periodOf(text: string | null, kind: TrendKind): PeriodKey | null {
  return isPeriod(text) ? ofKind(text, kind) : null;
}
