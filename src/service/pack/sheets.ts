import { formatValue } from '#src/core/metrics/format.ts';
import {
  customMetric,
  isInReview,
  METRIC_CATEGORIES,
  METRICS,
  type MetricCategory,
  type MetricDefinition,
  metricByKey,
} from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import { isQuarter, type Month, monthRange, type Period, periodLabel } from '#src/core/period.ts';
import { signedPercent } from '#src/core/review-words.ts';
import { listed } from '#src/core/words.ts';
import type { PackCell, PackColumn, PackRow, PackRows, PackSheet } from '#src/files/pack-content.ts';
import { isMetric } from '#src/service/report/definitions.ts';
import {
  type MetricReport,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
} from '#src/service/report/report.ts';
import { changeSince } from '#src/service/report/report-value.ts';
import { type ReportedTotal, totalOf, totalYearEarlier } from '#src/service/report/series.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { toneOf } from './smart-numbers.ts';

type Definition = MetricDefinition | SmartNumberDefinition;
type Value = MetricReport | SmartNumberReport;

/** The metrics of the period beside those it is compared with; of a quarter with its months. */
export function periodSheet(loaded: LoadedPack): PackSheet {
  const { period, previous, yearAgo, months } = loaded;
  const columns: PackColumn[] = [
    { label: 'Metric' },
    ...(isQuarter(period) ? months.map(monthColumn) : []),
    { label: periodLabel(period), isNumeric: true, isTotal: true },
    { label: periodLabel(previous), isNumeric: true },
    { label: periodLabel(yearAgo), isNumeric: true },
    { label: `Since ${periodLabel(previous)}`, isNumeric: true },
  ];
  const row = (definition: Definition): PackRow => {
    const value = valueIn(loaded, definition, period);
    const beside = [previous, yearAgo].map((each) => valueIn(loaded, definition, each));
    const ofMonths = isQuarter(period) ? months.map((month) => valueIn(loaded, definition, month)) : [];
    return { cells: [{ text: definition.label }, ...[...ofMonths, value, ...beside].map(cellOf), changeCell(value)] };
  };
  const title = isQuarter(period) ? 'The quarter by month' : 'The month';
  return {
    title: `${title}: ${periodLabel(period)}`,
    tables: [{ title: null, table: { columns, blocks: [...reviewBlocks(row), ...furtherBlocks(loaded, row)] } }],
  };
}

/** The year up to the end of the period: months, quarters, the total, and that of the same months a year before. */
export function yearSheet(loaded: LoadedPack): PackSheet {
  const { report, period, year, quarters } = loaded;
  const months = monthRange(year.from, year.to);
  const name = year.to.slice(0, 4);
  const isWhole = year.to.endsWith('-12');
  const total = (of: string) => (isWhole ? of : `${of} to ${periodLabel(year.to).slice(0, 3)}`);
  const columns: PackColumn[] = [
    ...months.map(monthColumn),
    ...quarters.map((quarter) => ({ label: periodLabel(quarter).slice(0, 2), isNumeric: true, isTotal: true })),
    { label: total(name), isNumeric: true, isTotal: true },
    { label: total(String(Number(name) - 1)), isNumeric: true, isTotal: true },
  ];
  const row = (definition: Definition): PackRow => {
    const values = [...months, ...quarters].map((each) => cellOf(valueIn(loaded, definition, each)));
    const ofYear = totalOf(report, { definition, range: year });
    const totals = [ofYear, totalYearEarlier(report, ofYear)].map(totalCell);
    return { cells: [{ text: definition.label }, ...values, ...totals] };
  };
  const further = furtherBlocks(loaded, row);
  const smartNumbers: PackRows = { heading: 'SmartNumbers', rows: SMART_NUMBERS.map(row) };
  return {
    title: isWhole ? `The year ${name}` : `The year ${name} to ${periodLabel(period)}`,
    tables: [
      { title: 'Metrics', table: { columns: [{ label: 'Metric' }, ...columns], blocks: reviewBlocks(row) } },
      {
        title: listed([...further.map(({ heading }) => heading ?? ''), 'SmartNumbers']),
        table: { columns: [{ label: 'Name' }, ...columns], blocks: [...further, smartNumbers] },
      },
    ],
  };
}

function monthColumn(month: Month): PackColumn {
  return { label: periodLabel(month).slice(0, 3), isNumeric: true };
}

type RowOf = (definition: MetricDefinition) => PackRow;

/** The categories of the review. */
function reviewBlocks(row: RowOf): PackRows[] {
  return METRIC_CATEGORIES.filter(isInReview).map((category) => categoryBlock(category, row));
}

/** Financial Health and the organization's own metrics, where they have values. */
function furtherBlocks({ report: { data }, printedMonths }: LoadedPack, row: RowOf): PackRows[] {
  const stored = new Set(printedMonths.flatMap((month) => [...data.month(month).stored.keys()]));
  const isHealth = METRICS.some(({ key, category }) => category === 'Financial Health' && stored.has(key));
  const own = [...stored].filter((key) => metricByKey(key) === undefined).sort();
  return [
    ...(isHealth ? [categoryBlock('Financial Health', row)] : []),
    ...(own.length > 0 ? [{ heading: 'Own metrics', rows: own.map((key) => row(customMetric(key))) }] : []),
  ];
}

function categoryBlock(heading: MetricCategory, row: RowOf): PackRows {
  return { heading, rows: METRICS.filter(({ category }) => category === heading).map(row) };
}

function valueIn({ report }: LoadedPack, definition: Definition, period: Period): Value {
  return isMetric(definition)
    ? reportMetric(report, period, definition)
    : reportSmartNumber(report, period, definition);
}

/** A value; a partial one with the months that it covers. */
function cellOf({ formatted, value, state, months, period }: Value): PackCell {
  if (value === null) return { text: formatted, tone: 'quiet' };
  return state === 'PARTIAL' && isQuarter(period)
    ? { text: formatted, note: `${months.length} of 3 months` }
    : { text: formatted };
}

function totalCell({ formatted, value, state, months }: ReportedTotal): PackCell {
  if (value === null) return { text: formatted, tone: 'quiet' };
  return state === 'PARTIAL' ? { text: formatted, note: `${months.length} months` } : { text: formatted };
}

function changeCell(value: Value): PackCell {
  const { absolute, percent, better, comparable } = changeSince(value, 'PREVIOUS');
  if (!comparable || absolute === null) return { text: '—', tone: 'quiet' };
  if (absolute.isZero()) return { text: 'same', tone: 'quiet' };
  const text = percent === null ? formatValue(absolute, value.definition) : signedPercent(percent);
  return { text, tone: toneOf(better) };
}
