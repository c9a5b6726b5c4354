import type { ChangeOutcome } from '#src/core/change-set.ts';
import { ABSENT, formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { Terminal } from './terminal.ts';

/** `net_profit $50,505.46 → $51,000.00`. */
export function changeLine({ metric, before, after }: MetricChange): string {
  const style = metricStoredAs(metric);
  const values = [before, after].map((stored) => (stored ? formatValue(stored.value, style) : ABSENT));
  const sources = before && after && before.source !== after.source ? ` (${before.source} → ${after.source})` : '';
  return `${metric} ${values.join(' → ')}${sources}`;
}

/** A change for `--json`. */
export function changeJson({ month, metric, before, after }: MetricChange) {
  return {
    period: month,
    metric,
    before: before && { value: before.value.toFixed(), source: before.source },
    after: after && { value: after.value.toFixed(), source: after.source },
  };
}

/** Prints the changes of a write, including derived values. */
export function printOutcome({ print }: Terminal, month: Month, { changes, derivedChanges }: ChangeOutcome): void {
  if (changes.length > 0) print(`${periodLabel(month)}:`);
  for (const change of changes) print(`  ${changeLine(change)}`);
  if (derivedChanges > 0) print(`and ${counted(derivedChanges, 'derived value')} (quarter and SmartNumbers).`);
}

/** Prints the changes of a write by month, including derived values. */
export function printChanges(terminal: Terminal, { changes, derivedChanges }: ChangeOutcome): void {
  for (const month of [...new Set(changes.map((change) => change.month))].sort()) {
    const ofMonth = changes.filter((change) => change.month === month);
    printOutcome(terminal, month, { changes: ofMonth, derivedChanges: 0 });
  }
  if (derivedChanges > 0)
    terminal.print(`and ${counted(derivedChanges, 'derived value')} (quarters and SmartNumbers).`);
}

/** The outcome of a write for `--json`. */
export function outcomeJson({ changes, derivedChanges }: ChangeOutcome) {
  return { changes: changes.map(changeJson), derivedChanges };
}
