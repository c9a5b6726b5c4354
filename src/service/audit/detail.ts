import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { AuditDetail } from '#src/store/audit.ts';

/** The audit details of changed monthly values, each with its value before and after; null if absent. */
export function auditedChanges(changes: readonly MetricChange[]): readonly AuditDetail[] {
  return changes.map(({ month, metric, before, after }) => {
    return { period: month, metric, before: auditedValue(before), after: auditedValue(after) };
  });
}

function auditedValue(stored: MetricChange['after']): AuditDetail | null {
  if (stored === null) return null;
  const { value, source, enteredBy, notes } = stored;
  return { value: value.toFixed(), source, ...(enteredBy !== null && { enteredBy }), ...(notes !== null && { notes }) };
}
