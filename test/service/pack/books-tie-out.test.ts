import { beforeEach, expect, it } from 'vitest';
import { type AccountMapping, EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { booksOfMonth } from '#src/service/books/review.ts';
import { NOW } from '../../graphql/api.ts';
import { keepStatements, statementOf } from '../../kit/books/keep-statements.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { scopeOn } from '../../kit/services.ts';
import { contentOf } from './world.ts';

const HOSTING: MappedAccount = { section: 'income', account: 'Hosting', accountId: null, subAccounts: false };
const MAPPING: AccountMapping = {
  ...EMPTY_MAPPING,
  metrics: {
    mrr: [HOSTING],
    nrr: 'none',
    orr: 'none',
    misc_revenue: 'none',
    payroll_total: 'none',
    uncategorized_expenses: 'none',
  },
};

describeOnBothDatabases('the tie-out in a pack', (use) => {
  beforeEach(() => emptyDatabase(use()));
  const quality = async () => (await contentOf(use().database, '2026-Q1')).quality;

  it('is that of the books, and says which months it lacks and why', async () => {
    const scope = scopeOn(use().database, NOW);
    expect(await quality()).toMatchObject({
      tieOut: null,
      tieOutNote: 'No statement of the books is stored for these months.',
    });
    const lines = [
      ['income', 'Hosting', '1200.50'],
      ['expense', 'Rent', '700.25'],
      ['other expense', 'Fines', '9'],
    ] as const;
    await keepStatements(use().database, [statementOf('2026-01', lines)], NOW);
    expect(await quality()).toMatchObject({
      tieOut: null,
      tieOutNote: 'No mapping of accounts is confirmed, so net profit is not tied out to the books.',
    });
    await saveMapping(scope, { from: '2024-01', reason: 'First look', mapping: MAPPING }, { confirm: true });
    const { tieOut, tieOutNote } = await quality();
    expect(tieOutNote).toBe(
      'Net profit ties to Net Income of the books with nothing left over. Not tied out: February 2026 and March 2026.',
    );
    const stored = (await booksOfMonth(scope, '2026-01'))?.tieOut;
    expect(stored?.netIncome.toFixed(2)).toBe('491.25');
    const rows = tieOut?.blocks.flatMap((block) => block.rows.map(({ cells }) => cells.map(({ text }) => text)));
    expect(rows?.at(0)).toEqual(['Net Income of the books', '$491.25']);
    expect(rows?.slice(-2)).toEqual([
      ['Left over', '$0.00'],
      ['Net profit', `$${stored?.netProfit.toFixed(2)}`],
    ]);
  });

  it('asks for a quarter with as many statements as for a month', async () => {
    const lines = [['income', 'Hosting', '1200.50']] as const;
    await keepStatements(
      use().database,
      ['2026-01', '2026-02', '2026-03'].map((month) => statementOf(month, lines)),
      NOW,
    );
    const countOf = async (period: string) =>
      (await use().statementsOf(async () => void (await contentOf(use().database, period)))).length;
    expect(await countOf('2026-Q1')).toBe(await countOf('2026-01'));
  });
});
