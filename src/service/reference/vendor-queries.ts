import type { ReactiveRules } from '#src/collect/connectwise/map.ts';
import { monthQuestions } from '#src/collect/connectwise/questions.ts';
import { FURTHER_METRICS } from '#src/core/books/further-readings.ts';
import type { BooksMetric } from '#src/core/books/mapped-metrics.ts';
import type { DeviceRules } from '#src/core/collection/device.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, periodBoundaries } from '#src/core/period.ts';
import { METRIC_SOURCE_WORDS } from '#src/core/review-words.ts';
import { listed } from '#src/core/words.ts';
import type { Text } from '#src/files/text-document.ts';
import { DEVICE_FILTER } from '#src/service/collection/vendor-reader.ts';

/** How vendors are asked and their answers counted. */
export interface VendorRules {
  readonly reactive: ReactiveRules;
  readonly devices: DeviceRules;
  readonly timeZone: string;
}

const LIST =
  'The postings of the accounts that the confirmed mapping lists for it, from the profit and loss statement of the month';
const IN_BOOKS: Readonly<Record<BooksMetric, string>> = {
  total_income:
    'The section Income of the month’s profit and loss statement; also Other Income, if the mapping says that it counts',
  product_cogs:
    'The section Cost of Goods Sold of the month’s profit and loss statement, without accounts that the mapping counts as expenses',
  total_expenses_qb:
    'The section Expense of the month’s profit and loss statement, with accounts of Cost of Goods Sold that the mapping counts as expenses; also Other Expense, if the mapping says that it counts',
  nrr: LIST,
  mrr: LIST,
  orr: LIST,
  misc_revenue: `${LIST}; among them accounts of Other Income`,
  payroll_total: LIST,
  uncategorized_expenses: LIST,
};

/** What is asked of whom for a metric's value of a month, in words, and as it is sent where that is one request. */
export function queryOf(metric: MetricDefinition, { reactive, devices, timeZone }: VendorRules, month: Month): Text[] {
  switch (metric.source) {
    case 'connectwise': {
      const question = monthQuestions(reactive, periodBoundaries(month, timeZone)).get(metric.key);
      if (!question) throw new Error(`ConnectWise is not asked for ${metric.key}`);
      return [`${question.words}.`, ['As it is sent for the last month of the example: ', { code: question.request }]];
    }
    case 'ninja':
      return [
        `${DEVICE_FILTER}.`,
        ['Each night all pages of ', { code: 'GET /v2/devices' }, ' are stored as the snapshot of the local date.'],
        `Not counted: ${deviceExclusions(metric.key, devices)}.`,
      ];
    case 'quickbooks':
      return [
        `${IN_BOOKS[metric.key as BooksMetric]}.`,
        'Asked of QuickBooks by the Web Connector or QuickBooks Online, or imported from a file.',
      ];
    case 'manual':
      return FURTHER_METRICS.some((key) => key === metric.key)
        ? ['Entered by hand, or from the books in QuickBooks where an admin has chosen so.']
        : ['Entered by hand; no vendor is asked.'];
    case 'calculated':
      return [`No vendor is asked: ${METRIC_SOURCE_WORDS.calculated}.`];
  }
}

function deviceExclusions(key: string, rules: DeviceRules): string {
  const classes = key === 'endpoints_managed' ? rules.endpointExcludedClasses : rules.seatExcludedClasses;
  const internal =
    rules.internalOrganizations.length === 0 ? [] : [`devices of ${listed(rules.internalOrganizations)}`];
  const spares = 'devices with “spare” in their name or the name of their location';
  return listed([...classes.map((name) => `node class ${name}`), spares, ...internal]);
}
