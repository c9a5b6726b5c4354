import { ticketPage } from '#src/collect/connectwise/ticket-page.ts';
import { rowKindOf } from '#src/core/collection/evidence.ts';
import {
  type ComparedValue,
  ENTERED_BY_HAND,
  NO_DIFFERENCES,
  type RowDifferences,
  stateOfAll,
  type TieOutState,
} from '#src/core/collection/tie-out.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { METRICS, type MetricDefinition, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, monthsOf, type Period } from '#src/core/period.ts';
import type { BooksOfMonth } from '#src/service/books/review.ts';
import { type CollectedVendor, supplierOf, vendorName } from '#src/service/vendors.ts';
import type { VendorKey } from '#src/store/engine/base-rows.ts';
import type { StoredTieOut } from '#src/store/tie-outs.ts';
import type { Report } from './report.ts';

/** What the vendors say of a period against what is stored. */
export interface PeriodTieOut {
  readonly state: TieOutState;
  /** When a vendor was last compared; null for never. */
  readonly lastAt: Date | null;
  readonly entries: readonly TieOutEntry[];
}

/** A value of a month against what its vendor, or its books, say now. */
export interface TieOutEntry extends RowDifferences, ComparedValue {
  readonly month: Month;
  readonly metric: MetricDefinition;
  readonly vendor: VendorKey;
  /** The stored value; null for an absent one. */
  readonly stored: Decimal | null;
  /** Null where nothing was said. */
  readonly vendorNow: Decimal | null;
  /** Why it was not checked, or what a difference is that names no rows; null otherwise. */
  readonly reason: string | null;
  /** When it was last compared; null for never, and for the books, whose tie-out is computed when it is read. */
  readonly checkedAt: Date | null;
}

/** The vendors whose values are compared each night, and whether they can be asked about a past month. */
const COMPARED = [
  { vendor: 'connectwise', keepsHistory: true },
  { vendor: 'ninjaone', keepsHistory: false },
] as const satisfies readonly { readonly vendor: CollectedVendor; readonly keepsHistory: boolean }[];
const REPLACED = 'QuickBooks now gives another statement than the one that the values are from';
const DOLLARS = { format: 'currency', places: 2 } as const;

/** The tie-outs of a period's months. Load the months before. */
export async function tieOutOfPeriod(report: Report, period: Period): Promise<PeriodTieOut> {
  const found = await Promise.all(
    monthsOf(period).map(async (month) => {
      const [stored, books] = await Promise.all([report.pages.tieOuts(month), report.pages.booksReview(month)]);
      return [...vendorEntries(report, month, stored), ...booksEntries(books)];
    }),
  );
  const entries = found.flat();
  const times = entries.flatMap(({ checkedAt }) => checkedAt?.getTime() ?? []);
  return { state: stateOfAll(entries), lastAt: times.length === 0 ? null : new Date(Math.max(...times)), entries };
}

/** The values of a month that vendors give, each with its newest tie-out. Load the month before. */
export function vendorEntries(report: Report, month: Month, stored: readonly StoredTieOut[]): TieOutEntry[] {
  const values = report.data.month(month).stored;
  return COMPARED.flatMap(({ vendor, keepsHistory }) => {
    const own = METRICS.filter((metric) => supplierOf(metric) === vendor);
    return own.flatMap((metric): TieOutEntry[] => {
      const value = values.get(metric.key);
      const tieOut = stored.find((each) => each.metric === metric.key);
      const common = { month, metric, vendor, checkedAt: tieOut?.checkedAt ?? null };
      const unchecked = {
        ...common,
        ...NO_DIFFERENCES,
        stored: value?.value ?? null,
        vendorNow: tieOut?.vendorNow ?? null,
      };
      const state = 'not checked';
      // Entered since the last night, or never collected.
      if (value?.source === 'manual') return [{ ...unchecked, state, isComparable: false, reason: ENTERED_BY_HAND }];
      if (tieOut) return [{ ...tieOut, ...common, isComparable: tieOut.state !== state }];
      if (!value) return [];
      return [
        { ...unchecked, state, isComparable: keepsHistory, reason: `not compared with ${vendorName(vendor)} yet` },
      ];
    });
  });
}

/** Net profit beside the books; nothing for a month without a statement. */
export function booksEntries(books: BooksOfMonth | null): TieOutEntry[] {
  if (!books) return [];
  const common = {
    ...{ month: books.month, metric: metricStoredAs('net_profit') },
    ...({ vendor: 'quickbooks', checkedAt: null, isComparable: true } as const),
  };
  if (!books.tieOut) {
    const reason = 'no mapping of accounts is confirmed that fits the statement';
    return [{ ...common, ...NO_DIFFERENCES, stored: null, vendorNow: null, state: 'not checked', reason }];
  }
  const { netProfit, remainder } = books.tieOut;
  const found = { ...common, ...NO_DIFFERENCES, stored: netProfit, vendorNow: netProfit.minus(remainder) };
  if (remainder.isZero() && books.isNewest) return [{ ...found, state: 'ties', reason: null }];
  if (remainder.isZero()) return [{ ...found, vendorNow: null, state: 'differs', reason: REPLACED }];
  const reason = `Net profit differs from the books by ${formatValue(remainder, DOLLARS)}`;
  return [{ ...found, state: 'differs', reason }];
}

/**
 * The page of a ticket among the rows of a metric; null for rows that are no tickets, and where no ConnectWise is configured.
 * @param connectwise the configured server
 */
export function pageOfTicket(
  connectwise: { readonly server: string } | null,
  metric: string,
  id: number,
): string | null {
  return connectwise && rowKindOf(metric) === 'ticket' ? ticketPage(connectwise.server, id) : null;
}
