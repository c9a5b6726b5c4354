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
  /** The same range a year earlier, point by point; null where it is not asked for. */
  readonly yearAgo: readonly TrendPoint[] | null;
  /** Those that are judged on periods of this kind. */
  readonly thresholds: readonly Threshold[];
}

/** The series of the answer, in the order in which they were chosen. */
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
    // The server says of each value whether a threshold applies to it; a key that is both means the SmartNumber.
    const isJudged = found.points.some(({ status }) => status !== 'NONE');
    const thresholds = isJudged ? answer.thresholds.filter(({ metric }) => metric === choice.key) : [];
    return [{ choice, label, format, points: found.points, yearAgo: before?.points ?? null, thresholds }];
  });
}

/**
 * Which series share a picture: with at most two units all of them, on two axes; else each unit has a picture of its own.
 */
export function picturesOf(series: readonly TrendSeries[]): TrendSeries[][] {
  const formats = [...new Set(series.map(({ format }) => format))];
  if (formats.length <= 2) return series.length === 0 ? [] : [[...series]];
  return formats.map((format) => series.filter((each) => each.format === format));
}

/** Whether a value is there, but does not cover its whole period. */
export function isPartial({ state }: TrendPoint): boolean {
  return state === 'PARTIAL';
}
