import { METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { SheetShape } from '#src/web/sheet/row-alignment.ts';
import { blocksOf, type MetricSeries, type SheetMonth, type SheetYear } from '#src/web/sheet/sheet-rows.ts';

const TOTAL = { value: null, formatted: '—', state: 'NO_DATA', monthsCovered: 0, missing: [] } as const;
const AGGREGATIONS = { sum: 'SUM', average: 'AVERAGE', last: 'LAST', formula: 'FORMULA' } as const;

/** The sheet of 2025 with every metric and SmartNumber of the registries, without values, its collapsible blocks closed. */
export function emptySheet(): SheetShape {
  const months = Array.from({ length: 12 }, (_, index): SheetMonth => {
    const period = `2025-${String(index + 1).padStart(2, '0')}`;
    return { period, label: period, status: 'ENDED' };
  });
  const of = (isOfTable: (category: string) => boolean) =>
    METRICS.filter(({ category }) => isOfTable(category)).map((metric) => series(metric, months));
  const year: SheetYear = {
    months,
    review: of((category) => !['Financial Health', 'Intermediate'].includes(category)),
    financialHealth: of((category) => category === 'Financial Health'),
    intermediate: of((category) => category === 'Intermediate'),
    smartNumbers: SMART_NUMBERS.map(({ key, label, format, description }) => ({
      definition: { key, label, format: upper(format), description },
      points: months.map(({ period }) => ({ period, value: null, formatted: '—', state: 'NO_DATA' })),
      total: TOTAL,
      previousYear: null,
    })),
  };
  return { blocks: blocksOf(year), openBlocks: new Set(), months };
}

function series(metric: MetricDefinition, months: readonly SheetMonth[]): MetricSeries {
  const { key, label, category, format, description, aggregation, editable, formula } = metric;
  return {
    definition: {
      ...{ key, label, description, format: upper(format), aggregation: AGGREGATIONS[aggregation] },
      category: category.toUpperCase().replaceAll(' ', '_') as MetricSeries['definition']['category'],
      ...{ isEditable: editable, isCalculated: formula !== null },
    },
    points: months.map(({ period }) => ({
      ...{ period, value: null, formatted: '—', state: 'NO_DATA', source: null },
      ...{ enteredBy: null, notes: null, updatedAt: null },
    })),
    total: TOTAL,
    previousYear: null,
  };
}

function upper(format: MetricDefinition['format']) {
  return ({ number: 'NUMBER', currency: 'CURRENCY', percentage: 'PERCENTAGE' } as const)[format];
}
