import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import { rankByWords, similarNames } from '#src/core/metrics/similar-names.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import type { Definition } from './definitions.ts';

/** Every metric and SmartNumber: SmartNumbers first, since a name that is both means the SmartNumber. */
const DEFINITIONS: readonly Definition[] = [...SMART_NUMBERS, ...METRICS];

/**
 * The metrics and SmartNumbers that match a text, best first: an exact name, then those that share the most words in their names,
 * descriptions, formulas or category. All of them without a text.
 */
export function searchDefinitions(text: string | null): readonly Definition[] {
  if (text === null) return DEFINITIONS;
  const name = comparableName(text);
  const exact = DEFINITIONS.filter(({ key, label }) => [key, label].some((each) => comparableName(each) === name));
  const named = rankByWords(text, DEFINITIONS, ({ key, label }) => [key, label]);
  const described = rankByWords(text, DEFINITIONS, ({ description, formula, category }) => [
    `${description} ${formula ?? ''} ${category}`,
  ]);
  return [...new Set([...exact, ...[...named, ...described].map(({ item }) => item)])];
}

/** Those whose names share words with an unknown one, four at most. */
export function similarDefinitions(name: string): readonly Definition[] {
  return similarNames<Definition>(name, DEFINITIONS);
}
