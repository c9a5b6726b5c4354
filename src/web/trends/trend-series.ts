import type { TrendPointFragment, TrendsQuery } from '#src/web/gql/operations.ts';
import type { ValueFormat } from '#src/web/values/format.ts';
import type { TrendChoice } from './trend-choices.ts';

type Answer = NonNullable<TrendsQuery['organization']>;
export type TrendPoint = TrendPointFragment;
export type Threshold = Answer['thresholds'][number];

/** A metric or SmartNumber over the chosen range. */
export interface TrendSeries {
  readonly choice: TrendChoice;
  readonly label: string;
  readonly format: ValueFormat;
  readonly points: readonly TrendPoint[];
  /** The same range a year earlier, point by point; null if not requested. */
  readonly yearAgo: readonly TrendPoint[] | null;
  /** The thresholds that apply to periods of this kind. */
  readonly thresholds: readonly Threshold[];
}

/** The series of the result, in the order of the choices. */
export function seriesOf(answer: Answer, choices: readonly TrendChoice[]): TrendSeries[] {
  return choices.flatMap((choice) => {
    const isMetric = choice.kind === 'metric';
    const found = (isMetric ? answer.metrics : answer.smartNumbers)?.find(
      ({ definition }) => definition.key === choice.key,
    );
    if (!found) return [];
    const before = (isMetric ? answer.metricsYearAgo : answer.smartNumbersYearAgo)?.find(
      ({ definition }) => definition.key === choice.key,
    );
    const { label, format } = found.definition;
    // Each value has a status if a threshold applies to it; a key that is both means the SmartNumber.
    const isJudged = found.points.some(({ status }) => status !== 'NONE');
    const thresholds = isJudged ? answer.thresholds.filter(({ metric }) => metric === choice.key) : [];
    return [{ choice, label, format, points: found.points, yearAgo: before?.points ?? null, thresholds }];
  });
}

/**
 * The series of each chart: with at most two units one chart with two axes, otherwise one chart per unit.
 */
export function picturesOf(series: readonly TrendSeries[]): TrendSeries[][] {
  const formats = [...new Set(series.map(({ format }) => format))];
  if (formats.length <= 2) return series.length === 0 ? [] : [[...series]];
  return formats.map((format) => series.filter((each) => each.format === format));
}

/** Whether a value does not cover its whole period. */
export function isPartial({ state }: TrendPoint): boolean {
  return state === 'PARTIAL';
}
