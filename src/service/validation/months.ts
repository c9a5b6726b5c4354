import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { stateOfAll } from '#src/core/collection/tie-out.ts';
import { differenceWords } from '#src/core/collection/tie-out-words.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthsOf, type Quarter } from '#src/core/period.ts';
import { judgeMonth, type TieOut, type ValidatedMonth, type VendorOfMonth } from '#src/core/validation/month.ts';
import { type Recomputation, recomputeMonth, recomputeQuarter } from '#src/core/validation/recomputation.ts';
import type { BooksOfMonth } from '#src/service/books/review.ts';
import { type Report, statusOfPeriod } from '#src/service/report/report.ts';
import type { MonthRecord } from '#src/service/report/snapshots.ts';
import { booksEntries, type TieOutEntry, vendorEntries } from '#src/service/report/tie-out.ts';
import { COLLECTED_VENDORS, type CollectedVendor, supplierOf, vendorName } from '#src/service/vendors.ts';
import type { NewestEntry } from '#src/store/collection-log.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import type { StoredTieOut } from '#src/store/tie-outs.ts';

/** What was read for the months. */
export interface MonthsRead {
  /** With the months and their quarters loaded. */
  readonly report: Report;
  readonly entries: readonly NewestEntry[];
  readonly findings: readonly StoredFinding[];
  readonly books: readonly BooksOfMonth[];
  readonly tieOuts: readonly StoredTieOut[];
}

/** A month with how it was collected, checked and recomputed. */
export function validatedMonth(month: Month, read: MonthsRead): ValidatedMonth {
  const record = read.report.data.month(month);
  const present = new Set(record.stored.keys());
  const missing = missingInputs(present);
  const findings = read.findings.filter((finding) => finding.month === month);
  const open = findings.filter(({ acknowledgedAt, resolvedAt }) => acknowledgedAt === null && resolvedAt === null);
  const books = booksTieOut(read.books.find((each) => each.month === month));
  const vendors = vendorTieOut(month, read, findings);
  const judged = {
    month,
    status: statusOfPeriod(read.report, month),
    vendors: COLLECTED_VENDORS.map((key) =>
      vendorOfMonth(key, record, { read, missing: new Set(missing.map((each) => each.key)) }),
    ),
    missing: missing.map(({ label }) => label),
    findings: {
      open: open.length,
      acknowledged: findings.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
      resolved: findings.filter(({ acknowledgedAt, resolvedAt }) => acknowledgedAt === null && resolvedAt !== null)
        .length,
    },
    openFindings: open.map(({ message }) => message),
    booksTieOut: books.tieOut,
    vendorTieOut: vendors.tieOut,
    recomputation: recomputeMonth(record),
  };
  return judgeMonth(
    judged,
    [books, vendors].flatMap(({ tieOut, isFound }) => (isFound ? [] : [tieOut])),
  );
}

/** A quarter recomputed by the second path. */
export function recomputedQuarter(quarter: Quarter, { data }: Report): Recomputation {
  const months = monthsOf(quarter).map((month) => data.month(month));
  return recomputeQuarter({ months, metrics: data.quarter(quarter), smartNumbers: data.smartNumbers(quarter) });
}

function vendorOfMonth(
  key: CollectedVendor,
  record: MonthRecord,
  { read, missing }: { readonly read: MonthsRead; readonly missing: ReadonlySet<string> },
): VendorOfMonth {
  const own = METRICS.filter((metric) => supplierOf(metric) === key);
  const absent = own.filter((metric) => missing.has(metric.key)).map(({ label }) => label);
  const id = read.report.scope.database.vendorIds[key];
  const entry = read.entries.find(({ month, vendorId }) => month === record.month && vendorId === id);
  const isCollected = entry?.status === 'success';
  return {
    key,
    name: vendorName(key),
    runId: isCollected ? entry.runId : null,
    collectedAt: isCollected ? entry.endedAt : null,
    values: isCollected ? entry.metricsCollected : 0,
    absent,
    state: stateOf(entry, { absent, hasValues: own.some((metric) => record.stored.has(metric.key)) }),
  };
}

function stateOf(
  entry: NewestEntry | undefined,
  { absent, hasValues }: { readonly absent: readonly string[]; readonly hasValues: boolean },
): string {
  if (entry?.status === 'success') return absent.length === 0 ? 'collected' : 'collected, with values absent';
  if (entry) return `never collected: ${entry.errorMessage ?? 'failed'}`;
  return hasValues ? 'entered by hand or imported' : 'never collected';
}

/** A tie-out, and whether findings name every difference in it. */
interface FoundTieOut {
  readonly tieOut: TieOut;
  readonly isFound: boolean;
}

function booksTieOut(books: BooksOfMonth | undefined): FoundTieOut {
  const [entry] = booksEntries(books ?? null);
  if (!entry) {
    return { tieOut: { state: 'not checked', reason: 'no statement of the books is stored' }, isFound: false };
  }
  // That the books have moved since is a finding.
  const isFound = books?.tieOut?.remainder.isZero() ?? false;
  return { tieOut: { state: entry.state, reason: entry.reason }, isFound };
}

/** The values of the vendors together, with the rows behind the differences in words. */
function vendorTieOut(month: Month, { report, tieOuts }: MonthsRead, findings: readonly StoredFinding[]): FoundTieOut {
  const entries = vendorEntries(
    report,
    month,
    tieOuts.filter((each) => each.month === month),
  );
  const state = stateOfAll(entries);
  if (state === 'ties') return { tieOut: { state, reason: null }, isFound: false };
  const [first] = entries.filter((each) => each.state === state);
  if (state === 'not checked') {
    return { tieOut: { state, reason: first?.reason ?? 'no value of a vendor is stored' }, isFound: false };
  }
  const differing = entries.filter((each) => each.state === 'differs');
  const drifted = new Set(
    findings.flatMap(({ kind, metric, resolvedAt }) => (kind === 'drift' && resolvedAt === null ? [metric] : [])),
  );
  const isFound = differing.every(({ metric }) => drifted.has(metric.key));
  return { tieOut: { state, reason: differing.map(differenceOf).join('; ') }, isFound };
}

function differenceOf(entry: TieOutEntry): string {
  const { metric, stored, vendorNow } = entry;
  const words = differenceWords(metric.key, entry, entry) ?? entry.reason;
  return `${metric.label} is ${formatValue(stored, metric)}, ${vendorName(entry.vendor)} now gives ${formatValue(vendorNow, metric)} (${words})`;
}
