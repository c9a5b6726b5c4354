import { InvalidParameterError, MetricNotFoundError } from '#src/core/errors.ts';
import { metricByName } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import type { Month } from '#src/core/period.ts';
import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import { type BookCell, type BookChart, type BookSheet, cellName } from '#src/files/workbook-writer.ts';
import { isMetric } from '#src/service/report/definitions.ts';
import { numberCell, numberLook } from './number-cell.ts';
import { COLUMNS, type ReviewLayout, reviewCell, smartNumberRow } from './review-layout.ts';
import type { ReviewYear, YearDefinition } from './review-year.ts';

/** What is charted unless something else is chosen. */
const DEFAULT_TRENDS = [
  'total_revenue',
  'net_profit',
  'net_profit_pct',
  'services_from_mrr_pct',
  'annual_service_rev_per_employee',
  'total_close_pct',
  'tickets_per_endpoint_per_month',
  'avg_resolution_time',
] as const;
const MAX_TRENDS = 8;
const METRIC_PREFIX = 'metric:';

/**
 * What to chart, named as in the address of the dashboard's Trends: a name that is both a metric and a SmartNumber means the
 * SmartNumber, and `metric:lost_mrr` the metric.
 * @throws MetricNotFoundError for a name of neither; InvalidParameterError for none or more than 8
 */
export function trendDefinitions(names: readonly string[] = DEFAULT_TRENDS): YearDefinition[] {
  const definitions = [...new Set(names.map(trendNamed))];
  if (definitions.length > 0 && definitions.length <= MAX_TRENDS) return definitions;
  throw new InvalidParameterError(`trends must name 1 to ${MAX_TRENDS} metrics or SmartNumbers`, { field: 'trends' });
}

function trendNamed(name: string): YearDefinition {
  const definition = name.startsWith(METRIC_PREFIX)
    ? metricByName(name.slice(METRIC_PREFIX.length))
    : (smartNumberByName(name) ?? metricByName(name));
  if (!definition) throw new MetricNotFoundError(name, { field: 'trends' });
  return definition;
}

/** What the charts are drawn from. */
export interface Trends {
  readonly year: ReviewYear;
  readonly layout: ReviewLayout;
  /** The years before, oldest first. */
  readonly earlier: readonly ReviewYear[];
  readonly definitions: readonly YearDefinition[];
}

const CHARTS_ACROSS = 2;
const CHART_SIZE = { rows: 15, columns: 8 };

/** A line chart of every chosen metric and SmartNumber, over the months of the years before and of the year. */
export function trendsSheet({ year, earlier, definitions }: Trends): BookSheet {
  const last = (earlier.length + 1) * year.months.length + 1;
  const charts = definitions.map((definition, index): BookChart => {
    const row = 2 + Math.floor(index / CHARTS_ACROSS) * (CHART_SIZE.rows + 1);
    const column = (index % CHARTS_ACROSS) * CHART_SIZE.columns;
    const letter = cellName(0, index + 1).slice(0, -1);
    return {
      ...{ title: definition.label, ...numberLook(definition) },
      categories: `'${SHEETS.trendData}'!$A$2:$A$${last}`,
      values: `'${SHEETS.trendData}'!$${letter}$2:$${letter}$${last}`,
      ...{ points: last - 1, from: { row, column } },
      to: { row: row + CHART_SIZE.rows, column: column + CHART_SIZE.columns },
    };
  });
  const [first = year.year] = earlier.map((each) => each.year);
  const title = `Trends ${first === year.year ? first : `${first}–${year.year}`}`;
  const rows = [[{ value: title, isBold: true }]];
  const widths = Array<number>(CHARTS_ACROSS * CHART_SIZE.columns).fill(10);
  return { name: SHEETS.trends, rows, widths, charts, freeze: { rows: 0, columns: 0 }, isProtected: true };
}

/**
 * The numbers of the charts, months down. Those of the year follow the review, so that a chart shows what is typed over them.
 * An absent one is an empty cell without a formula: Excel draws an empty text as 0 and LibreOffice `#N/A`, and only an empty cell is
 * a gap in both.
 */
export function trendDataSheet({ year, layout, earlier, definitions }: Trends): BookSheet {
  const before = earlier.flatMap((each) =>
    each.months.map((month) => [
      monthCell(month),
      ...definitions.map((definition) => numberCell(definition, valueIn(each, definition, month))),
    ]),
  );
  const own = year.months.map((month, index) => [
    monthCell(month),
    ...definitions.map((definition): BookCell => {
      const stored = numberCell(definition, valueIn(year, definition, month));
      if (stored.value === null) return stored;
      const cell = sourceCell({ year, layout, definition, column: COLUMNS.firstMonth + index });
      return { ...stored, formula: `IF(ISNUMBER(${cell}),${cell},NA())` };
    }),
  ]);
  const header = ['Month', ...definitions.map(({ label }) => label)].map((value) => ({ value, isBold: true }));
  return {
    ...{ name: SHEETS.trendData, rows: [header, ...before, ...own], freeze: { rows: 1, columns: 1 } },
    ...{ widths: [12, ...definitions.map(() => 18)], isProtected: true, isHidden: true },
  };
}

function monthCell(month: Month): BookCell {
  return { value: new Date(`${month}-01T00:00:00Z`), style: 'month' };
}

function valueIn(year: ReviewYear, definition: YearDefinition, month: Month) {
  return isMetric(definition) ? year.metric(definition, month) : year.smartNumber(definition, month);
}

function sourceCell(of: {
  readonly year: ReviewYear;
  readonly layout: ReviewLayout;
  readonly definition: YearDefinition;
  readonly column: number;
}): string {
  const { year, layout, definition, column } = of;
  if (isMetric(definition)) return reviewCell(layout, definition.key, column);
  return `${SHEETS.smartNumbers}!${cellName(smartNumberRow(year, definition.key), column)}`;
}
