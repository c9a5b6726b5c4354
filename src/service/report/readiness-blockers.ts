import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthsOf, type Period, periodBoundaries, periodLabel } from '#src/core/period.ts';
import { counted, listed, shortened } from '#src/core/words.ts';
import { isFrozen, readBooksClosing } from '#src/service/books/stored-books.ts';
import { COLLECTED_VENDORS, supplierOf, vendorName } from '#src/service/vendors.ts';
import { type FirstCollection, readFirstCollections } from '#src/store/collection-log.ts';
import type { VendorKey } from '#src/store/engine/base-rows.ts';
import { readTieOuts, type StoredTieOut } from '#src/store/tie-outs.ts';
import { type Report, statusOfPeriod } from './report.ts';
import { vendorEntries } from './tie-out.ts';

/** Why a period is not ready to be presented. */
export type BlockerKind =
  | 'running'
  | 'inputs missing'
  | 'findings open'
  | 'not tied'
  | 'not collected'
  | 'books not closed';

export interface Blocker {
  readonly kind: BlockerKind;
  /** A sentence. */
  readonly message: string;
}

const MOST_NAMED = 6;

/** What still keeps a period from being ready, in the order of `BlockerKind`. */
export async function readBlockers(report: Report, period: Period): Promise<Blocker[]> {
  const { scope, data, timeZone, now } = report;
  await data.load({ periods: [period] });
  const months = monthsOf(period).filter((month) => periodBoundaries(month, timeZone).end <= now);
  const unended = runningBlocker(report, period);
  if (months.length === 0) return unended;
  const { prisma } = scope.database;
  const since = periodBoundaries(period, timeZone).end;
  const asked = months.map((month) => ({ month, since }));
  const collections = await readFirstCollections(prisma, data.organizationId, asked);
  const tieOuts = await readTieOuts(prisma, data.organizationId, months);
  return [
    ...unended,
    ...months.flatMap((month) => missingBlocker(report, month)),
    ...findingsBlocker(report, months),
    ...months.flatMap((month) => tieOutBlocker(report, month, tieOuts)),
    // Until the period has ended, no collection can have been since.
    ...(unended.length > 0 ? [] : collectionBlockers(report, months, { collections, period })),
    ...(await booksBlocker(report, months)),
  ];
}

function runningBlocker(report: Report, period: Period): Blocker[] {
  const status = statusOfPeriod(report, period);
  const label = periodLabel(period);
  if (status === 'RUNNING') return [{ kind: 'running', message: `${label} is still running.` }];
  return status === 'FUTURE' ? [{ kind: 'running', message: `${label} has not begun.` }] : [];
}

function missingBlocker({ data }: Report, month: Month): Blocker[] {
  const missing = missingInputs(new Set(data.month(month).values.keys()));
  if (missing.length === 0) return [];
  const labels = shortened(
    missing.map(({ label }) => label),
    ', ',
    MOST_NAMED,
  );
  const count = missing.length === 1 ? 'an input' : counted(missing.length, 'input');
  return [{ kind: 'inputs missing', message: `${periodLabel(month)} is missing ${count}: ${labels}.` }];
}

function findingsBlocker({ data }: Report, months: readonly Month[]): Blocker[] {
  const findings = months.flatMap((month) => data.findings(month));
  const open = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  if (open === 0) return [];
  const message = open === 1 ? '1 finding is not acknowledged.' : `${open} findings are not acknowledged.`;
  return [{ kind: 'findings open', message }];
}

/** Only a difference counts of what cannot be compared, such as NinjaOne's past. */
function tieOutBlocker(report: Report, month: Month, tieOuts: readonly StoredTieOut[]): Blocker[] {
  const { stored } = report.data.month(month);
  const ofMonth = tieOuts.filter((each) => each.month === month);
  const entries = vendorEntries(report, month, ofMonth).filter(
    ({ metric }) => stored.get(metric.key)?.source === 'collected',
  );
  const differing = entries.filter(({ state }) => state === 'differs').map(({ metric }) => metric.label);
  const unchecked = entries.filter(({ state, isComparable }) => state === 'not checked' && isComparable);
  const vendors = [...new Set(unchecked.map(({ vendor }) => vendor))];
  const label = periodLabel(month);
  return [
    ...(differing.length === 0
      ? []
      : [`What is stored of ${label} differs from what the vendor has now: ${listed(differing)}.`]),
    ...vendors.map((vendor) => {
      const labels = unchecked.filter((each) => each.vendor === vendor).map(({ metric }) => metric.label);
      return `${label} has not been compared with ${vendorName(vendor)}: ${listed(labels)}.`;
    }),
  ].map((message): Blocker => ({ kind: 'not tied', message }));
}

/** The vendors that were ever collected and whose values of an open month were not since the period's end. */
function collectionBlockers(
  report: Report,
  months: readonly Month[],
  { collections, period }: { readonly collections: readonly FirstCollection[]; readonly period: Period },
): Blocker[] {
  const { vendorIds } = report.scope.database;
  const vendors = COLLECTED_VENDORS.filter((vendor) => {
    const ofVendor = collections.filter(({ vendorId }) => vendorId === vendorIds[vendor]);
    const isCollected = (index: number) => ofVendor.some((each) => each.index === index && each.endedAt !== null);
    return ofVendor.length > 0 && months.some((month, index) => !isCollected(index) && needs(report, month, vendor));
  });
  return vendors.map((vendor) => ({
    kind: 'not collected',
    message: `${vendorName(vendor)} has not been collected since ${periodLabel(period)} ended.`,
  }));
}

/** Whether a month that is not closed has a metric of the vendor that nobody entered by hand. */
function needs({ data }: Report, month: Month, vendor: VendorKey): boolean {
  if (data.isClosed(month)) return false;
  const { stored } = data.month(month);
  return METRICS.some((metric) => supplierOf(metric) === vendor && stored.get(metric.key)?.source !== 'manual');
}

/** The months whose values are from QuickBooks and that neither QuickBooks nor an admin here has closed. */
async function booksBlocker({ scope, data }: Report, months: readonly Month[]): Promise<Blocker[]> {
  const open = months.filter((month) => !data.isClosed(month));
  if (open.length === 0) return [];
  const books = await readBooksClosing(scope.database.prisma, data.organizationId, open);
  const moving = open.filter((month) => books.months.has(month) && !isFrozen(books, month));
  if (moving.length === 0) return [];
  const labels = listed(moving.map(periodLabel));
  return [{ kind: 'books not closed', message: `The books of ${labels} are not closed, here or in QuickBooks.` }];
}
