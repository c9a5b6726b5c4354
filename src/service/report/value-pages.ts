import DataLoader from 'dataloader';
import type { Month, Period } from '#src/core/period.ts';
import { type CountedBooks, readCountedBooks } from '#src/service/books/counted-books.ts';
import { type BooksOfMonth, booksOfMonths } from '#src/service/books/review.ts';
import { readPendingProposals, type StoredProposal } from '#src/service/periods/proposal.ts';
import type { Scope } from '#src/service/scope.ts';
import { readBenchmarks, type StoredBenchmarks } from '#src/store/benchmarks.ts';
import { readLatestSnapshots, type SnapshotOfMonth } from '#src/store/device-snapshots.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { readNewestEvidence, type StoredEvidence } from '#src/store/evidence.ts';
import { readPresentations, type StoredPresentation } from '#src/store/presentations.ts';
import { readTieOuts, type StoredTieOut } from '#src/store/tie-outs.ts';
import { type HistoryRequest, readValueHistory, type StoredValueChange } from '#src/store/value-history.ts';
import { readProvenance, type StoredProvenance } from '#src/store/value-provenance.ts';
import type { ValuesByKey } from './snapshots.ts';

export type { StoredValueChange } from '#src/store/value-history.ts';

/** Data of values that is too large to be cached with them. What a request asks for at the same time is one batch. */
export interface ValuePages {
  /** Changes of a metric's values in some months, newest first. */
  history(request: HistoryRequest): Promise<readonly StoredValueChange[]>;
  /** The provenance of the collected values of a month, by metric. */
  provenance(month: Month): Promise<ValuesByKey<StoredProvenance>>;
  /** The evidence of the collected values of a month, by metric, without its rows. */
  evidence(month: Month): Promise<ValuesByKey<StoredEvidence>>;
  /** The newest tie-outs of a month. */
  tieOuts(month: Month): Promise<readonly StoredTieOut[]>;
  /** The devices of a month's latest snapshot; null where there is none. */
  devices(month: Month): Promise<SnapshotOfMonth | null>;
  /** A month's statement and its tie-out; null where it has none. */
  booksReview(month: Month): Promise<BooksOfMonth | null>;
  /** What was presented of a period, newest first, without contents. */
  presentations(period: Period): Promise<readonly StoredPresentation[]>;
  /** What the values of a month are from in the books; null if none of its values is. */
  books(month: Month): Promise<CountedBooks | null>;
  /** The closings and reopenings of a month that wait for a second admin. */
  proposals(month: Month): Promise<readonly StoredProposal[]>;
  /** The benchmarks that the organization may be told of a period, and those of other periods of the batch. */
  benchmarks(period: Period): Promise<StoredBenchmarks>;
}

/** Pages for one request. */
export function createValuePages(scope: Scope): ValuePages {
  const { database, organization } = scope;
  const { prisma, vendorIds } = database;
  const { id } = organization;
  const loader = <Key, Page>(read: DataLoader.BatchLoadFn<Key, Page>, options?: DataLoader.Options<Key, Page>) =>
    new DataLoader<Key, Page>((keys) => withinOrganization(id, () => read(keys)), options);
  const history = loader<HistoryRequest, readonly StoredValueChange[]>(
    (requests) => readValueHistory(prisma, id, requests),
    { cache: false },
  );
  const provenance = loader<Month, ValuesByKey<StoredProvenance>>(async (months) => {
    const stored = await readProvenance(prisma, id, months);
    return months.map(
      (month) => new Map(stored.filter((each) => each.month === month).map((each) => [each.metric, each])),
    );
  });
  const evidence = loader<Month, ValuesByKey<StoredEvidence>>(async (months) => {
    const stored = await readNewestEvidence(prisma, id, months);
    return months.map(
      (month) => new Map(stored.filter((each) => each.month === month).map((each) => [each.metric, each])),
    );
  });
  const tieOuts = loader<Month, readonly StoredTieOut[]>(async (months) => {
    const stored = await readTieOuts(prisma, id, months);
    return months.map((month) => stored.filter((each) => each.month === month));
  });
  const devices = loader<Month, SnapshotOfMonth | null>(async (months) => {
    const snapshots = await readLatestSnapshots(prisma, { organizationId: id, vendorId: vendorIds.ninjaone }, months);
    return months.map((month) => snapshots.get(month) ?? null);
  });
  const booksReview = loader<Month, BooksOfMonth | null>(async (months) => {
    const reviewed = new Map((await booksOfMonths(scope, months)).map((each) => [each.month, each]));
    return months.map((month) => reviewed.get(month) ?? null);
  });
  const books = loader<Month, CountedBooks | null>(async (months) => {
    const counted = new Map((await readCountedBooks(prisma, id, months)).map((each) => [each.month, each]));
    return months.map((month) => counted.get(month) ?? null);
  });
  const proposals = loader<Month, readonly StoredProposal[]>(async (months) => {
    const pending = await readPendingProposals(prisma, scope, months);
    return months.map((month) => pending.filter((each) => each.month === month));
  });
  const presentations = loader<Period, readonly StoredPresentation[]>(async (periods) => {
    const stored = await readPresentations(prisma, id, periods);
    return periods.map((period) => stored.filter((each) => each.period === period));
  });
  const benchmarks = loader<Period, StoredBenchmarks>(async (periods) => {
    const stored = await readBenchmarks(prisma, id, periods);
    return periods.map(() => stored);
  });
  return {
    history: (request) => history.load(request),
    provenance: (month) => provenance.load(month),
    evidence: (month) => evidence.load(month),
    tieOuts: (month) => tieOuts.load(month),
    devices: (month) => devices.load(month),
    booksReview: (month) => booksReview.load(month),
    books: (month) => books.load(month),
    proposals: (month) => proposals.load(month),
    presentations: (period) => presentations.load(period),
    benchmarks: (period) => benchmarks.load(period),
  };
}
