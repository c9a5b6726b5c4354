import type { ExplainedNumber } from '#src/web/explanation/explained-number.ts';
import type { TrendChoicesQuery } from '#src/web/gql/operations.ts';

/** A metric or SmartNumber to choose. */
export interface TrendChoice {
  /** Its name in the address bar. */
  readonly name: string;
  readonly kind: ExplainedNumber['kind'];
  readonly key: string;
  readonly label: string;
  readonly group: string;
}

/**
 * The choices, SmartNumbers first, grouped under headings. A metric that shares its key with a SmartNumber is named `metric:`
 * and its key. Custom metrics have no quarters.
 */
export function choicesOf(answer: TrendChoicesQuery, kind: 'month' | 'quarter'): TrendChoice[] {
  const smartNumbers = answer.smartNumberDefinitions.map(({ key, label, category }) => ({
    name: key,
    kind: 'smartNumber' as const,
    key,
    label,
    group: `SmartNumbers: ${words(category)}`,
  }));
  const taken = new Set(smartNumbers.map(({ key }) => key));
  const metrics = [...answer.metricDefinitions, ...answer.financialHealth]
    .filter(({ isCustom }) => kind === 'month' || !isCustom)
    .map(({ key, label, category }) => ({
      name: taken.has(key) ? `metric:${key}` : key,
      kind: 'metric' as const,
      key,
      label,
      group: `Metrics: ${words(category)}`,
    }));
  return [...smartNumbers, ...metrics];
}

/** `SUPPORT_TICKETS` becomes `support tickets`. */
function words(category: string): string {
  return category.toLowerCase().replaceAll('_', ' ');
}
