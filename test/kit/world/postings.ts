import type { Posting } from '../quickbooks/company-state.ts';
import { NEW_ACCOUNT, type Posted, type Pot, UNCATEGORIZED, WORLD_ACCOUNTS, type WorldAccount } from './accounts.ts';
import type { BookMonth } from './books.ts';
import type { Random } from './random.ts';

/** What QuickBooks has of the generated company. */
export interface QuickBooksRows {
  readonly accounts: readonly WorldAccount[];
  /** Oldest month first. */
  readonly postings: readonly Posting[];
}

/** A posted account and its money in a month. */
interface Share {
  readonly account: string;
  readonly posted: Posted;
  readonly cents: number;
}

/**
 * The postings that the books are the sums of, to the cent. The running month has those of the days until today, as real
 * books do: agreements are billed on its first day, wages come in the middle and at the end.
 */
export function generatePostings(
  random: Random,
  books: readonly BookMonth[],
  { today, scale }: { readonly today: string; readonly scale: number },
): QuickBooksRows {
  const newest = books.at(-2)?.month ?? '';
  const uncategorized = books.at(-3)?.month;
  const postings = books.flatMap(({ month, final }) => {
    const isPosted = ({ fullName, posted }: WorldAccount) => {
      if (fullName === NEW_ACCOUNT) return month >= newest;
      if (fullName === UNCATEGORIZED) return month === uncategorized;
      return posted?.months?.includes(month.slice(5)) ?? true;
    };
    const accounts = WORLD_ACCOUNTS.filter(isPosted);
    const own = random.fork(month);
    const totals = potsOf(final);
    const shares = [...totals].flatMap(([pot, total]) => sharesOf(own.fork(pot), accounts, { pot, total, scale }));
    return shares.flatMap((share) => spread(share, month));
  });
  const known = postings.filter(({ date }) => date <= today);
  return { accounts: WORLD_ACCOUNTS, postings: known };
}

/** What the accounts of each pot must add up to, in cents; null for money beside the books. */
function potsOf(final: BookMonth['final']): ReadonlyMap<Pot, number | null> {
  const of = (metric: keyof BookMonth['final']) => Math.round(Number(final[metric]) * 100);
  return new Map<Pot, number | null>([
    ['mrr', of('mrr')],
    ['nrr', of('nrr')],
    ['orr', of('orr')],
    ['products', of('total_income') - of('mrr') - of('nrr') - of('orr')],
    ['cogs', of('product_cogs')],
    ['owner', of('owner_comp')],
    ['taxes', of('owner_comp_taxes')],
    ['payroll', of('payroll_total') - of('owner_comp') - of('owner_comp_taxes')],
    ['expenses', of('total_expenses_qb') - of('payroll_total')],
    ['beside', null],
  ]);
}

/** Divides a pot: first the amounts of their own, then by parts what is left; the last part takes the cents that remain. */
function sharesOf(
  random: Random,
  accounts: readonly WorldAccount[],
  { pot, total, scale }: { readonly pot: Pot; readonly total: number | null; readonly scale: number },
): Share[] {
  const posted = accounts.flatMap(({ fullName, posted: each }) =>
    each?.pot === pot ? [{ account: fullName, posted: each }] : [],
  );
  const own = posted.flatMap(({ account, posted: each }) => {
    if (!each.about) return [];
    const [mean, deviation] = each.about;
    return [{ account, posted: each, cents: Math.round(random.normal(mean, deviation) * scale * 100) }];
  });
  if (total === null) return own;
  const weighted = posted.flatMap(({ account, posted: each }) =>
    each.part === undefined
      ? []
      : [{ account, posted: each, weight: each.part * Math.max(0.5, random.normal(1, 0.05)) }],
  );
  const weights = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const rest = total - own.reduce((sum, { cents }) => sum + cents, 0);
  let given = 0;
  const divided = weighted.map(({ account, posted: each, weight }, index) => {
    const cents = index === weighted.length - 1 ? rest - given : Math.round((rest * weight) / weights);
    given += cents;
    return { account, posted: each, cents };
  });
  return [...own, ...divided];
}

/** One posting for each day; the last one takes the cents that remain. */
function spread({ account, posted: { days }, cents }: Share, month: string): Posting[] {
  const each = Math.round(cents / days.length);
  return days
    .map((day, index) => {
      const amount = index === days.length - 1 ? cents - each * index : each;
      return { account, date: `${month}-${String(day).padStart(2, '0')}`, amount: (amount / 100).toFixed(2) };
    })
    .filter(({ amount }) => Number(amount) !== 0);
}
