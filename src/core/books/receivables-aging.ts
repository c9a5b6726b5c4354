import type { Decimal } from '#src/core/number.ts';
import { moneyText, sum, ZERO } from './money.ts';

/** The summary of open receivables by age: what each customer owes, in columns such as `1 - 30` and `> 90`. */
export interface ReceivablesAging {
  /** The titles of the columns of amounts. */
  readonly titles: readonly string[];
  /** What each customer owes; a customer's subtotal is none. */
  readonly entries: readonly (readonly (Decimal | null)[])[];
  /** The last row; null for a summary without rows, where nobody owes anything. */
  readonly total: readonly (Decimal | null)[] | null;
}

/** What is more than 90 days old, or why the summary is refused. */
export type OverdueReading =
  | {
      readonly amount: Decimal;
      readonly customers: number;
      readonly columns: readonly string[];
      readonly refusal: null;
    }
  | { readonly refusal: string };

const LIMIT = 90;

/** The days of a column; null for one that has none, such as `Current` and `TOTAL`. */
function daysOf(title: string): { readonly from: number; readonly to: number } | null {
  const [, over, from, to, and] = /^(?:> ?(\d+)|(\d+) ?[-–] ?(\d+)|(\d+) and over)$/i.exec(title.trim()) ?? [];
  if (over !== undefined) return { from: Number(over) + 1, to: Number.POSITIVE_INFINITY };
  if (and !== undefined) return { from: Number(and), to: Number.POSITIVE_INFINITY };
  return from !== undefined && to !== undefined ? { from: Number(from), to: Number(to) } : null;
}

/**
 * The receivables that are more than 90 days old. Customers must add up to the total of each column, and the columns to the
 * total of all, to the cent.
 */
export function receivablesOver90Days({ titles, entries, total }: ReceivablesAging): OverdueReading {
  if (total === null) {
    if (entries.length > 0) return { refusal: 'The A/R aging summary has no total.' };
    return { amount: ZERO, customers: 0, columns: [], refusal: null };
  }
  const ages = titles.map(daysOf);
  const older = titles.flatMap((_, index) => ((ages[index]?.from ?? 0) > LIMIT ? [index] : []));
  const isCut = ages.some((each) => each !== null && each.from <= LIMIT && each.to > LIMIT);
  if (older.length === 0 || isCut) {
    return { refusal: `No column of the A/R aging summary begins after ${LIMIT} days: it has ${titles.join(', ')}.` };
  }
  const of = (row: readonly (Decimal | null)[], index: number) => row[index] ?? ZERO;
  const untied = titles.flatMap((title, index) => {
    const added = sum(entries.map((entry) => of(entry, index)));
    if (added.equals(of(total, index))) return [];
    return [`${title} is ${moneyText(of(total, index))}, but its customers add up to ${moneyText(added)}`];
  });
  const all = titles.findIndex((title) => /^total$/i.test(title.trim()));
  const parts = sum(titles.flatMap((_, index) => (index === all ? [] : [of(total, index)])));
  if (all >= 0 && !parts.equals(of(total, all))) {
    untied.push(`the total is ${moneyText(of(total, all))}, but its columns add up to ${moneyText(parts)}`);
  }
  if (untied.length > 0) return { refusal: `The A/R aging summary does not tie: ${untied.join('; ')}.` };
  const isOwing = (entry: readonly (Decimal | null)[]) => older.some((index) => !of(entry, index).isZero());
  return {
    amount: sum(older.map((index) => of(total, index))),
    customers: entries.filter(isOwing).length,
    columns: older.map((index) => titles[index] ?? ''),
    refusal: null,
  };
}
