import fc from 'fast-check';
import { EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import { Decimal } from '#src/core/number.ts';
import { importBooks } from '#src/service/books/import-books.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import type { Database } from '#src/store/engine/database.ts';
import { enterMonths, WHOLE_MONTH } from '../../graphql/books.ts';
import { FEBRUARY, MARCH, smallExport } from '../../kit/books/small-export.ts';
import { scopeOn } from '../../kit/services.ts';
import { PRESENTED_AT } from './world.ts';

const MONTHS = ['2025-01', '2025-02', '2025-03'] as const;

const income = (account: string): MappedAccount => ({
  account,
  section: 'income',
  accountId: null,
  subAccounts: false,
});
const EXPENSES = { payroll_total: 'none', uncategorized_expenses: 'none', orr: 'none', misc_revenue: 'none' } as const;
/** Mappings of the accounts of `smallExport`. */
export const MAPPINGS = [
  { ...EXPENSES, mrr: [income('Managed Services')], nrr: [income('Project Labor')] },
  { ...EXPENSES, mrr: [income('Managed Services'), income('Project Labor')], nrr: 'none' },
  { ...EXPENSES, mrr: [income('Project Labor')], nrr: [income('Managed Services')] },
] as const;

/** What a person may do after a period was presented. */
export const act = fc.oneof(
  fc.record({
    verb: fc.constant('enter' as const),
    month: fc.constantFrom(...MONTHS),
    metric: fc.constantFrom('reactive_time_spent', 'owner_comp', 'employees', 'mrr', 'net_profit', 'new_mrr'),
    value: fc.integer({ min: 1, max: 500_000 }),
    notes: fc.constantFrom(null, 'a note', 'another note'),
  }),
  fc.record({
    verb: fc.constant('release' as const),
    month: fc.constantFrom(...MONTHS),
    metric: fc.constantFrom('employees', 'mrr', 'agreements', 'net_profit'),
  }),
  fc.record({ verb: fc.constant('map' as const), mapping: fc.constantFrom(...MAPPINGS) }),
  fc.record({
    verb: fc.constant('books' as const),
    managed: fc.integer({ min: 1_000, max: 9_000 }),
    basis: fc.constantFrom('Accrual', 'Cash'),
  }),
  fc.record({ verb: fc.constant('limit' as const), value: fc.integer({ min: 1, max: 50 }) }),
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

/** Does it, when the periods are presented. */
export async function perform(database: Database, act: Act): Promise<void> {
  const scope = scopeOn(database, PRESENTED_AT);
  switch (act.verb) {
    case 'enter': {
      const { month: period, metric, value, notes } = act;
      await enterMetrics(scope, { period, entries: [{ metric, value: new Decimal(value), notes }] });
      return;
    }
    case 'release':
      await releaseMetrics(scope, { period: act.month, metrics: [act.metric] });
      return;
    case 'map': {
      const mapping = { ...EMPTY_MAPPING, metrics: act.mapping };
      await saveMapping(scope, { from: '2024-01', reason: 'Another look', mapping }, { confirm: true });
      return;
    }
    case 'books': {
      const file = { fileName: 'pnl.csv', dryRun: false };
      const bytes = smallExport([{ ...FEBRUARY, managed: act.managed }, MARCH], { basis: act.basis });
      await importBooks(scope, { bytes, ...file });
      return;
    }
    case 'limit':
      await setThreshold(scope, {
        metric: 'net_profit_pct',
        type: 'warning',
        bound: 'min',
        value: new Decimal(act.value).div(100),
      });
  }
}

/** A quarter with its books: January by hand, February and March from a statement, everything else by hand. */
export async function fillQuarter(database: Database): Promise<void> {
  const { nrr: _, mrr: __, ...rest } = WHOLE_MONTH;
  const month = Object.fromEntries(
    Object.entries(rest).filter(
      ([key]) =>
        ![
          'total_income',
          'product_cogs',
          'total_expenses_qb',
          'payroll_total',
          'orr',
          'misc_revenue',
          'uncategorized_expenses',
        ].includes(key),
    ),
  );
  await enterMonths(database, { '2025-01': WHOLE_MONTH, '2025-02': month, '2025-03': month });
  await perform(database, { verb: 'map', mapping: MAPPINGS[0] });
  await perform(database, { verb: 'books', managed: 4_100, basis: 'Accrual' });
}
