import {
  type Derivation,
  type DerivedNumber,
  deriveMonth,
  deriveQuarter,
  type MonthLeaves,
  type Rules,
} from '#src/core/derivation/derive.ts';
import { isMonth, type Month, type Period } from '#src/core/period.ts';
import type { PresentedState, PresentedSubject } from './content.ts';

/*
 * Rules and leaves of a period, from which every value of it follows by the second path (core/derivation). Both are data, so that values
 * under the formulas of another time, or of leaves that never stood together, can be computed.
 */

export interface Stand {
  readonly period: Period;
  readonly rules: Rules;
  /** The period's months in order. */
  readonly months: readonly MonthLeaves[];
}

/** The stand of what was presented, or is stored. */
export function standOf({ period, months, metrics, smartNumbers, values }: PresentedState): Stand {
  return {
    period,
    rules: { metrics, smartNumbers },
    months: months.map((month) => ({
      month,
      leaves: new Map(
        values.flatMap(({ kind, key, period: of, value, source }) => {
          const isLeaf = kind === 'metric' && of === month && value !== null && source !== 'calculated';
          return isLeaf ? [[key, value] as const] : [];
        }),
      ),
    })),
  };
}

/** The stand of a period, or of one of its months. */
export function narrowed(stand: Stand, period: Period): Stand {
  if (period === stand.period) return stand;
  return { ...stand, period, months: stand.months.filter(({ month }) => month === period) };
}

const derived = new WeakMap<Stand, Derivation>();
const derivedMonths = new WeakMap<Rules, WeakMap<MonthLeaves, Derivation>>();

/** A value of the stand: of its period, or of one of its months. */
export function numberIn(stand: Stand, { kind, key, period }: PresentedSubject): DerivedNumber | null {
  const derivation = period === stand.period ? derivationOf(stand) : monthIn(stand, period as Month);
  return (kind === 'metric' ? derivation?.metrics : derivation?.smartNumbers)?.get(key) ?? null;
}

function derivationOf(stand: Stand): Derivation {
  const known = derived.get(stand);
  if (known) return known;
  const { period, rules, months } = stand;
  const derivation = isMonth(period) ? (monthIn(stand, period) as Derivation) : deriveQuarter(rules, months);
  derived.set(stand, derivation);
  return derivation;
}

function monthIn({ rules, months }: Stand, month: Month): Derivation | null {
  const leaves = months.find((each) => each.month === month);
  if (!leaves) return null;
  const ofRules = derivedMonths.get(rules) ?? new WeakMap<MonthLeaves, Derivation>();
  derivedMonths.set(rules, ofRules);
  const derivation = ofRules.get(leaves) ?? deriveMonth(rules, leaves);
  ofRules.set(leaves, derivation);
  return derivation;
}

const aggregates = new WeakMap<Stand, Map<string, Derivation['metrics']>>();

/** The metrics as inputs of a formula over some of the months: aggregated, exactly. */
export function aggregatesOver(stand: Stand, over: readonly Month[]): Derivation['metrics'] {
  const { rules, months } = stand;
  const known = aggregates.get(stand) ?? new Map<string, Derivation['metrics']>();
  aggregates.set(stand, known);
  const name = over.join();
  const found = known.get(name);
  if (found) return found;
  const covered = months.filter(({ month }) => over.includes(month));
  const { metrics } = deriveQuarter({ metrics: rules.metrics, smartNumbers: [] }, covered);
  known.set(name, metrics);
  return metrics;
}
