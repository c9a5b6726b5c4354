import { storableValue } from '#src/core/calculation/calculate.ts';
import { InvalidValueError, MissingFieldError, VendorNotFoundError } from '#src/core/errors.ts';
import { customMetric, type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { MAX_ENTRIES, MAX_NAME_CHARACTERS, refuseSeen, refuseTooMany } from '#src/service/limits.ts';
import { checkNote, type InputProblems } from '#src/service/problems.ts';
import type { VendorIds } from '#src/store/engine/base-rows.ts';

export interface MetricEntry {
  /** Key or display name of a metric. */
  readonly metric: string;
  readonly value: Decimal;
  readonly notes?: string | null | undefined;
  /** The vendor of the figure, stored with the value; `manual` by default. */
  readonly vendorId?: number | undefined;
  /** The `updatedAt` known to the caller; if the value has changed since or is absent, nothing is entered. */
  readonly expectedUpdatedAt?: Date | null | undefined;
  /** Whether the caller expects the value to be absent; if it is not, nothing is entered. */
  readonly expectedAbsent?: boolean | null | undefined;
}

/** An entry that can be stored. */
export interface CheckedEntry {
  readonly metric: MetricDefinition;
  readonly value: Decimal;
  readonly notes: string | null;
  readonly vendorId: number;
  /** The `updatedAt` known to the caller; null if the value is expected to be absent. */
  readonly expected: Date | null | 'anything';
  /** Its path in the input. */
  readonly path: string;
}

/** The context of the checks. */
export interface EntryChecks {
  readonly problems: InputProblems;
  /** Finds a metric by name; throws for an unknown one. */
  readonly metricNamed: (name: string, field: string) => MetricDefinition;
  readonly vendorIds: VendorIds;
}

/** The valid entries; problems of the others are collected. */
export function checkEntries(entries: readonly MetricEntry[], checks: EntryChecks): CheckedEntry[] {
  const { problems, vendorIds } = checks;
  problems.try(() => checkLength(entries, 'entries'));
  const seen = new Set<string>();
  return entries.slice(0, MAX_ENTRIES).flatMap((entry, index) => {
    const path = `entries[${index}]`;
    const metric = problems.try(() => metricOfEntry(entry, `${path}.metric`, checks, seen));
    problems.try(() => checkNote(entry.notes, `${path}.notes`));
    const vendorId = problems.try(() => requireVendorId(entry.vendorId ?? vendorIds.manual, path, vendorIds));
    const value = metric && problems.try(() => storableValue(metric, entry.value, `${path}.value`));
    const expected = problems.try(() => expectedRevision(entry, path));
    if (!metric || !value || vendorId === undefined || expected === undefined) return [];
    const { notes = null } = entry;
    return [{ metric, value, notes, vendorId, expected, path }];
  });
}

/** @throws InvalidValueError if both a value and its absence are expected */
function expectedRevision({ expectedUpdatedAt, expectedAbsent }: MetricEntry, path: string): CheckedEntry['expected'] {
  if (!expectedAbsent) return expectedUpdatedAt ?? 'anything';
  if (!expectedUpdatedAt) return null;
  throw new InvalidValueError('Give either expectedUpdatedAt or expectedAbsent, not both', {
    field: `${path}.expectedAbsent`,
  });
}

/** @throws what `metricNamed` throws; InvalidValueError where an entry before it names the same metric */
function metricOfEntry({ metric: name }: MetricEntry, field: string, checks: EntryChecks, seen: Set<string>) {
  const metric = checks.metricNamed(name, field);
  // Two spellings of a custom metric would be indistinguishable metrics.
  refuseSeen(seen, { name: comparableName(metric.key), label: metric.label, field });
  return metric;
}

function requireVendorId(id: number, path: string, vendorIds: VendorIds): number {
  if (Object.values(vendorIds).includes(id)) return id;
  throw new VendorNotFoundError(`There is no vendor ${id}`, { field: `${path}.vendorId` });
}

/** A metric of the registry, or a custom metric for an unknown name. @throws InvalidValueError for an invalid name */
export function metricOrCustom(name: string, field: string): MetricDefinition {
  const known = metricByName(name);
  if (known) return known;
  const key = name.trim();
  const smartNumber = smartNumberByName(key);
  if (smartNumber) {
    throw new InvalidValueError(`${smartNumber.label} is a SmartNumber, which is calculated and not entered`, {
      field,
    });
  }
  if (key.length > MAX_NAME_CHARACTERS || comparableName(key) === '' || /[\p{Cc}\p{Surrogate}]/u.test(key)) {
    throw new InvalidValueError(
      `A metric's name must have 1 to ${MAX_NAME_CHARACTERS} characters, a letter or digit among them, and no control characters`,
      { field },
    );
  }
  return customMetric(key);
}

/** @throws MissingFieldError for an empty list, InvalidValueError for one of more than 1,000 */
export function checkLength(items: readonly unknown[], field: 'entries' | 'metrics'): void {
  if (items.length === 0) throw new MissingFieldError(`Give at least one of ${field}`, { field });
  refuseTooMany(items, field);
}
