import type { Obstacle } from './calculation/computation.ts';
import type { ValueState } from './calculation/value-state.ts';
import type { Better, MetricSource } from './metrics/metric-registry.ts';
import type { ThresholdStatus, ThresholdType } from './metrics/threshold.ts';
import type { PeriodStatus } from './period.ts';

/*
 * The words of the review on paper. The dashboard says the same in its own language settings; test/web/review-words.test.ts compares
 * the two.
 */

/** The status of a period, and what it means for its numbers. */
export const PERIOD_STATUS_WORDS: Readonly<Record<PeriodStatus, { readonly word: string; readonly meaning: string }>> =
  {
    FUTURE: { word: 'Not started', meaning: 'there are no numbers yet' },
    RUNNING: { word: 'Running', meaning: 'its numbers will still change' },
    ENDED: { word: 'Ended', meaning: 'entries can still be corrected' },
    CLOSED: { word: 'Closed', meaning: 'its numbers are final' },
  };

/** The status of a value against its thresholds; without thresholds it has none. */
export const THRESHOLD_STATUS_WORDS: Readonly<Record<Exclude<ThresholdStatus, 'NONE'>, string>> = {
  OK: 'Within limits',
  WARNING: 'Warning',
  CRITICAL: 'Critical',
  UNKNOWN: 'Unknown',
};

/** The normal source of a metric. */
export const METRIC_SOURCE_WORDS: Readonly<Record<MetricSource, string>> = {
  connectwise: 'collected from ConnectWise PSA',
  ninja: 'collected from NinjaOne',
  quickbooks: 'from the books in QuickBooks',
  calculated: 'calculated from other metrics',
  manual: 'entered by hand',
};

/** What is better for a value. */
export const BETTER_WORDS: Readonly<Record<Better, string>> = {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  'in range': 'Should stay within a range.',
};

/** A limit: `warning below 20.00%`. @param limit as displayed */
export function limitWords({
  type,
  bound,
  limit,
}: {
  readonly type: ThresholdType;
  readonly bound: 'min' | 'max';
  readonly limit: string;
}): string {
  return `${type} ${bound === 'min' ? 'below' : 'above'} ${limit}`;
}

/** Why a value is absent or partial, and its missing inputs; null for an exact one. */
export function coverageWords({
  state,
  monthsCovered,
  missing,
  isOfQuarter,
  obstacle,
}: {
  readonly state: ValueState;
  readonly monthsCovered: number;
  /** Labels of the missing inputs. */
  readonly missing: readonly string[];
  readonly isOfQuarter: boolean;
  /** Why there is no value, where inputs are not what is missing. */
  readonly obstacle?: Obstacle | null;
}): string | null {
  if (state === 'EXACT') return null;
  const lacking = missing.length > 0 ? `Missing: ${missing.join(', ')}` : null;
  const why = {
    PARTIAL: isOfQuarter ? `Partial: ${monthsCovered} of 3 months` : 'Partial',
    NO_DATA: 'No data',
    NOT_COMPUTABLE:
      obstacle && obstacle !== 'missing' && !lacking ? `Cannot be computed: ${obstacle}` : 'Cannot be computed',
  }[state];
  return lacking ? `${why}. ${lacking}` : why;
}

const PERCENT = new Intl.NumberFormat('en-US', {
  style: 'percent',
  signDisplay: 'exceptZero',
  maximumFractionDigits: 1,
});

/** A change as a signed percentage: `+4.2%`. @param fraction an exact decimal; 0.042 is 4.2 % */
export function signedPercent(fraction: { toFixed(): string }): string {
  return PERCENT.format(fraction.toFixed() as Intl.StringNumericLiteral);
}
