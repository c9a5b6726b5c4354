import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import type { Finding, FindingKind } from '#src/core/collection/finding.ts';
import { type MergedValue, mergeValue, NOTHING_MERGED } from '#src/core/collection/merge-value.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { type AccountMappingVersion, followRenames, type KnownAccount, mappingFor } from './account-mapping.ts';
import { booksDriftFinding, conflictFinding, unmappedFindings } from './books-finding.ts';
import { BOOKS_METRICS, type BooksMetric, type MappedStatement, metricsOf, newAccounts } from './mapped-metrics.ts';
import type { StatementLine } from './statement.ts';

/** The rules whose findings a month's books replace. */
export const BOOKS_FINDINGS = ['drift', 'unmapped_account', 'mapping_conflict'] as const satisfies FindingKind[];

/** A version of the mapping that an admin has confirmed. */
export interface ConfirmedMapping extends AccountMappingVersion {
  /** From 1. */
  readonly version: number;
  /** The accounts that were known when it was confirmed. */
  readonly known: readonly KnownAccount[];
}

/** A month's statement that is to count, and the one that counted before. */
export interface MonthBooks {
  readonly month: Month;
  readonly lines: readonly StatementLine[];
  /** The statement and the version of the mapping that the stored values are from; null where there are none. */
  readonly counted: { readonly mapping: number; readonly lines: readonly StatementLine[] } | null;
  /** The month lies before QuickBooks' own closing date, and was read after that date was set. */
  readonly isFrozen: boolean;
}

/** What the values are computed with. */
export interface BooksOptions {
  readonly mappings: readonly ConfirmedMapping[];
  /** The chart of accounts now, whose names the mapping follows; empty where it is not known. */
  readonly chart: readonly KnownAccount[];
  readonly vendorId: number;
  readonly at: Date;
}

/** What a month's statement changes. */
export interface BooksChange {
  readonly month: Month;
  /** The version of the mapping that the month's values are from now on; null where they stay as they were. */
  readonly mapping: number | null;
  readonly changes: readonly MetricChange[];
  readonly findings: readonly Finding[];
  /** How many metrics have the value that the books give. */
  readonly metrics: number;
  /** What a person should know, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Decides what a month's statement changes: the books' metrics follow it, except for manual entries, closed months, and months
 * that QuickBooks has closed. Without a confirmed mapping nothing has a value. Pure.
 */
export function decideBooks(locked: LockedMonths, books: MonthBooks, options: BooksOptions): BooksChange {
  const { month, lines, counted, isFrozen } = books;
  const isClosed = locked.closed.has(month);
  const mapping = mappingOf(books, { ...options, isClosed });
  if (!mapping) return unchanged(month, 'No mapping of accounts is confirmed for this month, so it has no values.');
  const named = namedFor(mapping, lines, options.chart);
  const mapped = metricsOf(lines, named);
  if ('problems' in mapped) {
    // Accounts were moved so that two lists take one: nothing is computed until the mapping is changed.
    const finding = conflictFinding(month, mapped.problems, storedValue(locked, month, 'total_income')?.value ?? null);
    return { ...unchanged(month, `${finding.message}.`), findings: [finding] };
  }
  const before = counted && metricsOf(counted.lines, namedFor(mapping, counted.lines, options.chart));
  const given = { month, mapped, before: before && 'values' in before ? before : null, isClosed, isFrozen };
  const merged = BOOKS_METRICS.map((metric) => decideValue(locked, { ...given, metric }, options));
  const undecided = BOOKS_METRICS.filter((metric) => mapped.values.get(metric) === null);
  return {
    month,
    mapping: isClosed || (isFrozen && counted !== null) ? null : mapping.version,
    changes: merged.flatMap(({ changes }) => changes),
    findings: [
      ...merged.flatMap(({ findings }) => findings),
      ...unmappedFindings(month, newAccounts(lines, named, mapping.known), mapping),
    ],
    metrics: merged.filter(({ isHeld }) => isHeld).length,
    notes: [
      ...merged.flatMap(({ notes }) => notes),
      ...(undecided.length > 0 ? [`No accounts are chosen for ${undecided.join(', ')}.`] : []),
    ],
  };
}

/** The mapping of a month; a closed month keeps the version that its values are from. */
function mappingOf(
  { month, counted }: MonthBooks,
  { mappings, isClosed }: BooksOptions & { readonly isClosed: boolean },
): ConfirmedMapping | null {
  const kept = isClosed ? mappings.find(({ version }) => version === counted?.mapping) : undefined;
  return kept ?? mappingFor(mappings, month);
}

/** The mapping with the names of its accounts that a statement has: those of the chart, or those from before a renaming. */
export function namedFor(
  mapping: ConfirmedMapping,
  lines: readonly StatementLine[],
  chart: readonly KnownAccount[],
): AccountMappingVersion {
  const names = new Map(chart.map(({ accountId, account }) => [accountId, account]));
  const isFromBefore = lines.some(({ accountId, account }) => {
    const name = accountId === null ? undefined : names.get(accountId);
    return name !== undefined && name !== account;
  });
  return isFromBefore ? mapping : { ...mapping, ...followRenames(mapping, chart) };
}

function unchanged(month: Month, ...notes: readonly string[]): BooksChange {
  return { month, mapping: null, changes: [], findings: [], metrics: 0, notes };
}

interface BooksValue {
  readonly month: Month;
  readonly metric: BooksMetric;
  readonly mapped: MappedStatement;
  /** What the same mapping makes of the statement before. */
  readonly before: MappedStatement | null;
  readonly isClosed: boolean;
  readonly isFrozen: boolean;
}

function decideValue(locked: LockedMonths, given: BooksValue, { vendorId, at }: BooksOptions): MergedValue {
  const { month, metric, mapped, before, isClosed, isFrozen } = given;
  const exact = mapped.values.get(metric) ?? null;
  if (exact === null) {
    const stored = storedValue(locked, month, metric);
    // Its accounts are not chosen any more: what was computed from them goes.
    const isComputed = stored?.source === 'collected' && !isClosed && !isFrozen;
    return isComputed
      ? { ...NOTHING_MERGED, changes: [{ month, metric, before: stored, after: null }] }
      : NOTHING_MERGED;
  }
  const value = round(exact, metricStoredAs(metric).places);
  return mergeValue(locked, { month, metric, value }, { vendorId, at, isFrozen, force: false }, (kept) =>
    booksDriftFinding(metric, month, { collected: value, kept: kept?.value ?? null, mapped, before }),
  );
}
