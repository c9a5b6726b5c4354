import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { formatValue, type ValueFormat } from '#src/web/values/format.ts';
import { numberFormat } from '#src/web/values/formatters.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { type ChartLook, MARKS } from './chart-look.ts';
import type { ChartForm } from './trend-range.ts';
import { isPartial, type Threshold, type TrendPoint, type TrendSeries } from './trend-series.ts';

export type TrendConfiguration = ChartConfiguration<'line' | 'bar', (number | null)[], string>;
type Dataset = ChartDataset<'line' | 'bar', (number | null)[]>;

/** Options of a chart. */
export interface Drawing {
  readonly form: ChartForm;
  readonly look: ChartLook;
  readonly isAnimated: boolean;
  /** The index of a series' colour and mark, the same in every chart. */
  readonly rank: (series: TrendSeries) => number;
}

/** The Chart.js configuration of some series, one axis per unit. Absent values are gaps, partial ones hollow marks. */
export function chartConfiguration(series: readonly TrendSeries[], drawing: Drawing): TrendConfiguration {
  const drawn = series.flatMap((each) => curvesOf(each, drawing));
  const formats = [...new Set(series.map(({ format }) => format))];
  const { look } = drawing;
  return {
    type: drawing.form,
    data: {
      labels: series[0]?.points.map(({ period }) => formatPeriod(period)) ?? [],
      datasets: drawn.map(({ dataset }) => dataset),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: drawing.isAnimated ? { duration: 250 } : false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { ticks: { color: look.text, maxRotation: 45 }, grid: { display: false } },
        ...Object.fromEntries(formats.map((format, index) => [format, axis(format, index, drawing)])),
      },
      plugins: {
        legend: {
          position: 'bottom',
          onClick: () => {},
          labels: { color: look.text, usePointStyle: true, padding: 16 },
        },
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, dataIndex }) => {
              const curve = drawn[datasetIndex];
              const point = curve?.points[dataIndex];
              return curve && point ? `${curve.dataset.label}: ${wordsOf(point, curve.format)}` : '';
            },
          },
        },
        annotation: { annotations: series.length === 1 ? bandsOf(series[0]?.thresholds ?? [], series[0], look) : {} },
      },
    },
  };
}

interface Curve {
  readonly dataset: Dataset;
  readonly points: readonly TrendPoint[];
  readonly format: ValueFormat;
}

function curvesOf(series: TrendSeries, drawing: Drawing): Curve[] {
  const { label, points, yearAgo, format } = series;
  const rank = drawing.rank(series);
  const colour = drawing.look.series[rank] ?? drawing.look.text;
  const mark = { pointStyle: MARKS[rank] ?? 'circle', borderColor: colour, yAxisID: format };
  const fill = points.map((point) => (isPartial(point) ? drawing.look.background : colour));
  const shared = { ...mark, label, data: points.map(heightOf) };
  const now: Dataset =
    drawing.form === 'bar'
      ? { ...shared, type: 'bar', backgroundColor: fill, borderWidth: 2 }
      : {
          ...shared,
          type: 'line',
          backgroundColor: colour,
          pointBackgroundColor: fill,
          pointRadius: 4,
          borderWidth: 2,
        };
  if (!yearAgo) return [{ dataset: now, points, format }];
  const before: Dataset = {
    ...mark,
    type: 'line',
    label: `${label}, a year earlier`,
    data: yearAgo.map(heightOf),
    backgroundColor: 'transparent',
    borderDash: [6, 5],
    borderWidth: 1.5,
    pointRadius: 3,
  };
  return [
    { dataset: now, points, format },
    { dataset: before, points: yearAgo, format },
  ];
}

/** A double, because drawing does not need exact decimals. Null is a gap. */
function heightOf({ value }: TrendPoint): number | null {
  return value === null ? null : Number(value);
}

/** A value as text for the tooltip. */
export function wordsOf(point: TrendPoint, format: ValueFormat): string {
  const value = formatValue(point, format);
  return isPartial(point) ? `${value} (partial: ${point.monthsCovered} of 3 months)` : value;
}

function axis(format: ValueFormat, index: number, { form, look }: Drawing) {
  const text = { CURRENCY: 'US dollars', PERCENTAGE: 'Percent', NUMBER: 'Number' }[format];
  return {
    position: index === 0 ? ('left' as const) : ('right' as const),
    beginAtZero: form === 'bar',
    title: { display: true, text, color: look.text },
    ticks: { color: look.text, callback: (value: string | number) => tick(Number(value), format) },
    grid: { color: look.grid, drawOnChartArea: index === 0 },
  };
}

function tick(value: number, format: ValueFormat): string {
  const style = { CURRENCY: 'currency', PERCENTAGE: 'percent', NUMBER: 'decimal' } as const;
  return numberFormat(undefined, {
    style: style[format],
    ...(format === 'CURRENCY' && { currency: 'USD', currencyDisplay: 'narrowSymbol' }),
    maximumFractionDigits: format === 'PERCENTAGE' ? 1 : 2,
    ...(format === 'CURRENCY' && { minimumFractionDigits: 0 }),
  }).format(value);
}

function bandsOf(
  thresholds: readonly Threshold[],
  series: TrendSeries | undefined,
  look: ChartLook,
): Record<string, AnnotationOptions> {
  if (!series) return {};
  return Object.fromEntries(
    thresholds.map((threshold) => [
      `${threshold.type}-${threshold.bound}`,
      {
        type: 'box',
        drawTime: 'beforeDatasetsDraw',
        yScaleID: series.format,
        ...(threshold.bound === 'MIN' ? { yMax: Number(threshold.value) } : { yMin: Number(threshold.value) }),
        backgroundColor: threshold.type === 'CRITICAL' ? look.critical : look.warning,
        borderWidth: 0,
        label: {
          display: true,
          content: thresholdWords(threshold, series.format),
          color: look.text,
          font: { size: 11, weight: 'normal' },
          position: { x: 'start', y: threshold.bound === 'MIN' ? 'start' : 'end' },
        },
      } satisfies AnnotationOptions,
    ]),
  );
}

/** `Critical below 20%` */
export function thresholdWords({ type, bound, value }: Threshold, format: ValueFormat): string {
  return `${type === 'CRITICAL' ? 'Critical' : 'Warning'} ${bound === 'MIN' ? 'below' : 'above'} ${tick(Number(value), format)}`;
}
