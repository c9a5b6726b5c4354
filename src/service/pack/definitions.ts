import { AGGREGATION_WORDS } from '#src/core/calculation/explanation.ts';
import { METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { BETTER_WORDS, METRIC_SOURCE_WORDS } from '#src/core/review-words.ts';
import type { PackContent, PackRow, PackTable } from '#src/files/pack-content.ts';

/** What the numbers mean and how they are calculated, as the registries have it. */
export function packDefinitions(): PackContent['definitions'] {
  const smartNumbers = SMART_NUMBERS.map(({ label, description, formula, better }) => ({
    cells: [
      { text: label, note: BETTER_WORDS[better] },
      { text: description, note: formula },
    ],
  }));
  const metrics = METRICS.map((metric) => ({
    cells: [
      { text: metric.label, note: metric.key },
      { text: metric.description, note: originOf(metric) },
    ],
  }));
  return { smartNumbers: tableOf('SmartNumber', smartNumbers), metrics: tableOf('Metric', metrics) };
}

function tableOf(label: string, rows: readonly PackRow[]): PackTable {
  return {
    columns: [
      { label, share: 0.8 },
      { label: 'Meaning and calculation', share: 2 },
    ],
    blocks: [{ heading: null, rows }],
  };
}

/** `nrr + mrr; over a quarter: sum of the months`. */
function originOf({ formula, source, aggregation }: MetricDefinition): string {
  return `${formula ?? METRIC_SOURCE_WORDS[source]}; over a quarter: ${AGGREGATION_WORDS[aggregation]}`;
}
