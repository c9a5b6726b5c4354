import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountMapping, MAPPED_METRICS, mappingProblems } from '#src/core/books/account-mapping.ts';
import { NO_FURTHER_READINGS } from '#src/core/books/further-readings.ts';
import { metricsOf } from '#src/core/books/mapped-metrics.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import { type AccountNode, accountTree, keyOf, SECTIONS } from '#src/web/books/account-tree.ts';
import {
  type Accounts,
  choose,
  draftOf,
  type MappingDraft,
  mappingInput,
  placedAccounts,
} from '#src/web/books/mapping-draft.ts';
import { monthSums } from '#src/web/books/mapping-sums.ts';
import { type Place, placesOf } from '#src/web/books/places.ts';
import { readStoredDraft, storeDraft } from '#src/web/books/stored-draft.ts';
import type { MappedAccountInput } from '#src/web/gql/operations.ts';

const NOTHING = draftOf(null);

const accountsOf = (
  ...listed: readonly (readonly [section: AccountNode['section'], account: string, amount?: string])[]
) =>
  new Map(
    accountTree(
      listed.map(([section, account, amount = '1.00']) => ({
        section,
        account,
        number: null,
        amounts: [{ amount }],
        isNew: false,
      })),
    ).map((node) => [node.key, node]),
  );

const COMPANY = accountsOf(
  ['INCOME', 'Services'],
  ['INCOME', 'Services:Backup'],
  ['INCOME', 'Services:Desk'],
  ['INCOME', 'Services:Desk:Night'],
  ['COGS', 'Labor'],
  ['COGS', 'Labor:Wages'],
  ['COGS', 'Labor:Travel'],
  ['OTHER_INCOME', 'Interest'],
);

const node = (accounts: Accounts, key: string) => {
  const found = accounts.get(key);
  if (!found) throw new Error(`There is no account ${key}`);
  return found;
};

const chosen = (draft: MappingDraft, key: string, place: Place | null) => choose(draft, node(COMPANY, key), place);

describe('the tree of accounts', () => {
  it('has each account below its parent, with parents that the source does not list', () => {
    const tree = accountTree(
      [
        { section: 'EXPENSE', account: 'Office:Rent', number: '1', amounts: [{ amount: '2' }], isNew: false },
        { section: 'INCOME', account: 'Services', number: null, amounts: [{ amount: '1' }], isNew: false },
        { section: 'EXPENSE', account: 'Taxes', number: null, amounts: [{ amount: null }], isNew: true },
        { section: 'EXPENSE', account: 'Office', number: null, amounts: [{ amount: '3' }], isNew: false },
      ],
      [{ section: 'EXPENSE', account: 'Office:Heat:Gas' }],
    );
    expect(tree.map(({ account, depth, amounts }) => [account, depth, ...amounts])).toEqual([
      ['Services', 0, '1'],
      ['Office', 0, '3'],
      ['Office:Rent', 1, '2'],
      ['Office:Heat', 1],
      ['Office:Heat:Gas', 2],
      ['Taxes', 0, null],
    ]);
  });
});

describe('choosing a metric', () => {
  it('covers the accounts below, which show where they have it from', () => {
    const draft = chosen(NOTHING, 'INCOME Services', 'MRR');
    const placed = placedAccounts(draft, COMPANY);
    expect(placed.get('INCOME Services:Desk:Night')).toMatchObject({ place: 'MRR', from: { name: 'Services' } });
    expect(mappingInput(draft, COMPANY).mrr).toEqual({
      accounts: [{ account: 'Services', section: 'INCOME', subAccounts: true }],
    });
  });

  it('takes one account out of its parent’s metric, and puts it back', () => {
    const parent = chosen(NOTHING, 'INCOME Services', 'MRR');
    const child = chosen(parent, 'INCOME Services:Backup', 'ORR');
    expect(mappingInput(child, COMPANY)).toMatchObject({
      mrr: {
        accounts: [
          { account: 'Services', section: 'INCOME', subAccounts: false },
          { account: 'Services:Desk', section: 'INCOME', subAccounts: true },
        ],
      },
      orr: { accounts: [{ account: 'Services:Backup', section: 'INCOME', subAccounts: true }] },
    });
    expect(chosen(child, 'INCOME Services:Backup', 'MRR')).toEqual(parent);
    const none = chosen(parent, 'INCOME Services:Backup', null);
    expect(placedAccounts(none, COMPANY).get('INCOME Services:Backup')?.place).toBeNull();
  });

  it('of COGS moves it to the expenses, also below an account that was moved', () => {
    const moved = chosen(NOTHING, 'COGS Labor', 'EXPENSES');
    const wages = chosen(moved, 'COGS Labor:Wages', 'PAYROLL_TOTAL');
    expect(mappingInput(wages, COMPANY)).toMatchObject({
      reclassify: [{ account: 'Labor', section: 'COGS', subAccounts: true }],
      payrollTotal: { accounts: [{ account: 'Labor:Wages', section: 'COGS', subAccounts: true }] },
    });
  });

  it('is without effect while a setting excludes it, and returns with the setting', () => {
    const draft = chosen(NOTHING, 'OTHER_INCOME Interest', 'MISC_REVENUE');
    const counting = { ...draft, otherIncomeCounts: true };
    expect(mappingInput(counting, COMPANY).miscRevenue).toBeUndefined();
    expect(mappingInput({ ...counting, otherIncomeCounts: false }, COMPANY).miscRevenue).toBeDefined();
  });

  it('ends “we have none”', () => {
    const none = { ...NOTHING, none: new Set(['ORR'] as const) };
    expect(mappingInput(none, COMPANY).orr).toEqual({ none: true });
    expect(chosen(none, 'INCOME Services:Backup', 'ORR').none.size).toBe(0);
  });
});

it('a draft outlives the page, and an unreadable one is none', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => void stored.set(name, text),
    removeItem: (name: string) => void stored.delete(name),
  };
  const draft = { ...chosen(NOTHING, 'INCOME Services', 'MRR'), none: new Set(['ORR'] as const) };
  expect(readStoredDraft(storage)).toBeNull();
  storeDraft(storage, { draft, basedOn: 3 });
  expect(readStoredDraft(storage)).toEqual({ draft, basedOn: 3 });
  for (const name of stored.keys()) stored.set(name, '7');
  expect(readStoredDraft(storage)).toBeNull();
  storeDraft(storage, null);
  expect(stored.size).toBe(0);
});

const CORE_SECTIONS: Readonly<Record<AccountNode['section'], StatementSection>> = {
  INCOME: 'income',
  COGS: 'cogs',
  EXPENSE: 'expense',
  OTHER_INCOME: 'other income',
  OTHER_EXPENSE: 'other expense',
};

/** The mapping that the server makes of the page's input. */
function mappingOfCore(input: ReturnType<typeof mappingInput>): AccountMapping {
  const entry = ({ account, section, subAccounts }: MappedAccountInput) => ({
    ...{ account, subAccounts, accountId: null, section: CORE_SECTIONS[section] },
  });
  const list = (given: typeof input.mrr) => (given?.none ? 'none' : (given?.accounts ?? []).map(entry));
  return {
    metrics: {
      nrr: list(input.nrr),
      mrr: list(input.mrr),
      orr: list(input.orr),
      misc_revenue: list(input.miscRevenue),
      payroll_total: list(input.payrollTotal),
      uncategorized_expenses: list(input.uncategorizedExpenses),
    },
    otherIncomeCounts: input.otherIncomeCounts ?? false,
    otherExpenseCounts: input.otherExpenseCounts ?? false,
    reclassify: (input.reclassify ?? []).map(entry),
    further: NO_FURTHER_READINGS,
  };
}

const names = fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(':'));
const charts = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...SECTIONS), names, fc.integer({ min: -99_999, max: 99_999 })), {
    minLength: 1,
    maxLength: 20,
    selector: ([section, account]) => `${section} ${account}`,
  })
  .map((rows) =>
    accountsOf(...rows.map(([section, account, cents]) => [section, account, (cents / 100).toFixed(2)] as const)),
  );

/** A chart, and a draft after some choices on it. */
const drafts = charts.chain((accounts) =>
  fc
    .record({
      picks: fc.array(fc.tuple(fc.constantFrom(...accounts.values()), fc.nat(3)), { maxLength: 8 }),
      otherIncomeCounts: fc.boolean(),
      otherExpenseCounts: fc.boolean(),
    })
    .map(({ picks, ...rules }) => ({
      accounts,
      draft: picks.reduce<MappingDraft>(
        (draft, [each, index]) => choose(draft, each, placesOf(each.section, rules)[index] ?? null),
        { ...NOTHING, ...rules },
      ),
    })),
);

describe('for any chart and any choices', () => {
  it('the server accepts the mapping, and computes what the page shows', () => {
    fc.assert(
      fc.property(drafts, ({ accounts, draft }) => {
        const mapping = mappingOfCore(mappingInput(draft, accounts));
        expect(mappingProblems(mapping)).toEqual([]);
        const lines = [...accounts.values()].map(({ account, section, amounts }) => ({
          ...{ account, accountId: null, number: null, type: null },
          section: CORE_SECTIONS[section],
          amount: new Decimal(amounts[0] ?? 0),
        }));
        const mapped = metricsOf(lines, mapping);
        if ('problems' in mapped) throw new Error('The mapping does not fit');
        const sums = monthSums(accounts, placedAccounts(draft, accounts), { month: 0, rules: draft });
        const computed = (metric: Parameters<typeof mapped.values.get>[0]) =>
          mapped.values.get(metric)?.toFixed() ?? '0';
        expect(sums).toMatchObject({
          totalIncome: computed('total_income'),
          productCogs: computed('product_cogs'),
          totalExpenses: computed('total_expenses_qb'),
          metrics: Object.fromEntries(MAPPED_METRICS.map((metric) => [metric.toUpperCase(), computed(metric)])),
        });
      }),
    );
  });

  it('a stored mapping is read back as the choices that it was made of', () => {
    fc.assert(
      fc.property(drafts, ({ accounts, draft }) => {
        const input = mappingInput(draft, accounts);
        const stored = {
          ...{ version: 1, from: null, author: null, confirmedAt: null, confirmedBy: null },
          lists: (
            [
              ['NRR', input.nrr],
              ['MRR', input.mrr],
              ['ORR', input.orr],
              ['MISC_REVENUE', input.miscRevenue],
              ['PAYROLL_TOTAL', input.payrollTotal],
              ['UNCATEGORIZED_EXPENSES', input.uncategorizedExpenses],
            ] as const
          ).map(([metric, list]) => ({ metric, isNone: list?.none ?? false, accounts: list?.accounts ?? [] })),
          reclassify: input.reclassify ?? [],
          otherIncomeCounts: draft.otherIncomeCounts,
          otherExpenseCounts: draft.otherExpenseCounts,
          ...draft.further,
        };
        const again = draftOf(stored);
        expect(mappingInput(again, accounts)).toEqual(input);
        const places = (each: MappingDraft) =>
          [...placedAccounts(each, accounts)].map(([key, { place }]) => [key, place]);
        expect(places(again)).toEqual(places(draft));
      }),
    );
  });
});

it('a stored mapping keeps what is read beside the statement', () => {
  const further = { cashReserve: [{ account: 'Checking', subAccounts: true }], arOver90Days: true };
  const draft = { ...NOTHING, further: { ...further, averageMonthlyExpenses: false } };
  expect(mappingInput(draft, COMPANY)).toMatchObject({ ...further, averageMonthlyExpenses: false });
});

it('keys tell accounts of one name in two sections apart', () => {
  expect(keyOf({ section: 'INCOME', account: 'Materials' })).not.toBe(keyOf({ section: 'COGS', account: 'Materials' }));
});
