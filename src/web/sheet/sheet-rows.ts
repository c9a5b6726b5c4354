import type { MetricRowFragment, SheetQuery } from '#src/web/gql/operations.ts';
import { CATEGORY_LABELS } from '#src/web/values/category-labels.ts';

export type SheetYear = NonNullable<SheetQuery['organization']>;
export type SheetMonth = SheetYear['months'][number];
export type MetricSeries = MetricRowFragment;
export type SmartNumberSeries = SheetYear['smartNumbers'][number];
export type RowTotal = MetricSeries['total'];

/** A row of the sheet: a metric or a SmartNumber over the year. `series` keeps its identity until something in it changes. */
export type SheetRow =
  | { readonly kind: 'metric'; readonly series: MetricSeries }
  | { readonly kind: 'smartNumber'; readonly series: SmartNumberSeries };

/** The value of a month on the sheet. Only metrics have a source and can be entered. */
export type SheetValue = SmartNumberSeries['points'][number] & Partial<MetricSeries['points'][number]>;

/** Rows beneath a heading. */
export interface SheetBlock {
  readonly id: string;
  readonly label: string;
  /** Collapsed until it is opened. */
  readonly isCollapsible: boolean;
  readonly rows: readonly SheetRow[];
}

/** The blocks in the order of the workbook: the categories as the server orders them, then the SmartNumbers. */
export function blocksOf({ review, financialHealth, intermediate, smartNumbers }: SheetYear): SheetBlock[] {
  return [
    ...metricBlocks(review),
    ...metricBlocks(financialHealth),
    ...metricBlocks(intermediate),
    {
      id: 'smart-numbers',
      label: 'SmartNumbers',
      isCollapsible: false,
      rows: smartNumbers.map((series) => ({ kind: 'smartNumber', series })),
    },
  ];
}

function metricBlocks(metrics: readonly MetricSeries[]): SheetBlock[] {
  const categories = [...new Set(metrics.map(({ definition }) => definition.category))];
  return categories.map((category) => ({
    id: category.toLowerCase().replaceAll('_', '-'),
    label: CATEGORY_LABELS[category],
    isCollapsible: category === 'INTERMEDIATE',
    rows: metrics
      .filter(({ definition }) => definition.category === category)
      .map((series) => ({ kind: 'metric', series })),
  }));
}

/** Identifies a row of the sheet. A key alone does not, because `lost_mrr` is both a metric and a SmartNumber. */
export function rowId({ kind, series }: SheetRow): string {
  return `${kind}-${series.definition.key}`;
}

/** How the total of a row is computed, for people. */
export function totalKind(row: SheetRow): string {
  if (row.kind === 'smartNumber') return 'the formula over the year';
  switch (row.series.definition.aggregation) {
    case 'SUM':
      return 'the sum of the months';
    case 'AVERAGE':
      return 'the average of the months';
    case 'LAST':
      return 'the value of the latest month';
    default:
      return 'the formula over the year';
  }
}
