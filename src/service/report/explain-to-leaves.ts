import type { Component, Explanation } from '#src/core/calculation/explanation.ts';
import { isMonth, type Period } from '#src/core/period.ts';
import { provenanceOf, type ReportedProvenance } from './provenance.ts';
import { type MetricReport, type Report, reportMetric, type SmartNumberReport } from './report.ts';
import { explainComponent, explainMetricValue, explainSmartNumberValue } from './report-value.ts';

/** A calculated value on the way from an explained value to its leaves. */
export interface CalculatedStep {
  readonly definition: MetricReport['definition'] | SmartNumberReport['definition'];
  readonly period: Period;
  readonly explanation: Explanation;
}

/** A month's value that was collected or entered, or that is absent. */
export interface LeafValue {
  readonly value: MetricReport;
  /** Null for a value that was not collected. */
  readonly provenance: ReportedProvenance | null;
}

/** How a value came about. */
export interface FullExplanation {
  /** Every calculation once, that of the value first, each before those of its components. */
  readonly steps: readonly CalculatedStep[];
  /** What they start from, month by month. */
  readonly leaves: readonly LeafValue[];
}

/**
 * Explains a value down to what was collected and entered. Its period must be loaded. The number of statements does not depend on
 * the number of leaves.
 */
export async function explainToLeaves(value: MetricReport | SmartNumberReport): Promise<FullExplanation> {
  const { report, definition, period } = value;
  const explanation = value.kind === 'metric' ? explainMetricValue(value) : explainSmartNumberValue(value);
  if (!explanation) return { steps: [], leaves: await withProvenance(value.kind === 'metric' ? [value] : []) };
  if (value.kind === 'metric' && value.source === 'manual') {
    const entered = { definition, period, explanation: withoutComponents(explanation) };
    return { steps: [entered], leaves: await withProvenance([value]) };
  }
  const { steps, leaves } = descend(report, { definition, period, explanation });
  return { steps, leaves: await withProvenance(leaves) };
}

/** The calculations below a first one, breadth first, and the leaves in the order in which they are met. */
function descend(report: Report, first: CalculatedStep) {
  const steps: CalculatedStep[] = [first];
  const leaves: MetricReport[] = [];
  const seen = new Set<string>();
  // Grows while it is walked.
  for (const { explanation } of steps) {
    for (const component of explanation.components) {
      const id = idOf(component);
      if (seen.has(id)) continue;
      seen.add(id);
      const { definition, period } = component;
      const leaf = leafOf(report, component);
      const below = explainComponent(component);
      if (leaf) leaves.push(leaf);
      if (below) steps.push({ definition, period, explanation: leaf ? withoutComponents(below) : below });
    }
  }
  return { steps, leaves };
}

function idOf({ key, period, months }: Component): string {
  return `${key} ${period} ${months.map(({ month }) => month).join()}`;
}

/** Null for what is calculated, or of a quarter, which is explained by its months. */
function leafOf(report: Report, { definition, period, months }: Component): MetricReport | null {
  if (!isMonth(period)) return null;
  const isCalculated = definition.formula !== null && months[0]?.sources.get(definition.key) !== 'manual';
  return isCalculated ? null : reportMetric(report, period, definition);
}

/** How a result that was entered by hand differs from its formula is worth a step; the formula's inputs do not enter it. */
function withoutComponents(explanation: Explanation): Explanation {
  return { ...explanation, components: [] };
}

/** Asked for at the same time, so that they are read together. */
function withProvenance(values: readonly MetricReport[]): Promise<LeafValue[]> {
  return Promise.all(values.map(async (value) => ({ value, provenance: await provenanceOf(value) })));
}
