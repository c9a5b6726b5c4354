import { beforeEach, expect, it } from 'vitest';
import type { OnlineConfig } from '#src/service/books/online-off.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { keepStatements, statementOf } from '../kit/books/keep-statements.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { enter, NOW, scopeOn } from '../kit/services.ts';
import { serveBooks } from '../service/books/harness.ts';
import { mutate, openApi } from './api.ts';

/** The mapping of the example company: every list decided. */
const MAPPING = {
  from: '2024-01',
  reason: 'First look at the chart',
  nrr: { accounts: [{ account: 'Project Labor', section: 'INCOME', subAccounts: false }] },
  mrr: { accounts: [{ account: 'Managed Services', section: 'INCOME', subAccounts: true }] },
  orr: { none: true },
  miscRevenue: { accounts: [{ account: 'Interest', section: 'OTHER_INCOME', subAccounts: false }] },
  payrollTotal: { accounts: [{ account: 'Payroll Expenses', section: 'EXPENSE', subAccounts: true }] },
  uncategorizedExpenses: { accounts: [{ account: 'Uncategorized Expenses', section: 'EXPENSE', subAccounts: false }] },
};
const SAVED = `
  version isConfirmed months keptMonths derivedChanges
  changes { period definition { key } before after formattedBefore formattedAfter source }`;
const FAULT = '... on Error { code message field }';
const ERRORS = `${FAULT} ... on InvalidInputError { errors { code message field } }`;

describeOnBothDatabases('the books in GraphQL', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const api = () => openApi(use(), NOW);
  const books = async (fields: string) => {
    const { organization } = await api().ask(`{ organization { books { ${fields} } } }`);
    return (organization as { books: Record<string, unknown> }).books;
  };
  const mapping = (name: 'saveAccountMapping' | 'previewAccountMapping', changes: object = {}, success = SAVED) =>
    mutate(api(), { name, input: { ...MAPPING, ...changes }, success, errors: ERRORS }) as Promise<
      Record<string, unknown> & { readonly changes: readonly Record<string, unknown>[] }
    >;

  it('are empty at first, and nothing but the question fails for what is not there', async () => {
    const nothing =
      'connection { userName } mappingState mapping { version } proposal { version } mappings { version }';
    const answer = await books(`${nothing} newestMappingVersion accounts { months accounts { account } }
      month(period: "2025-02") { period }`);
    expect(answer).toEqual({
      ...{ connection: null, mappingState: 'NONE', mapping: null, proposal: null, mappings: [] },
      ...{ newestMappingVersion: 0, accounts: { months: [], accounts: [] }, month: null },
    });
    const quarter = await api().send('{ organization { books { month(period: "2025-Q1") { period } } } }');
    expect(quarter.errors).toMatchObject([{ extensions: { code: 'INVALID_PERIOD' } }]);
    const many = await api().send('{ organization { books { accounts(months: 25) { months } } } }');
    expect(many.errors).toMatchObject([{ extensions: { code: 'INVALID_PARAMETER', field: 'months' } }]);
  });

  it('are connected by credentials that are shown once, and paused', async () => {
    const fields = 'userName password qwc';
    const connected = await mutate(api(), {
      ...{ name: 'connectBooks', input: { userName: 'books@example' }, success: fields, errors: ERRORS },
    });
    expect(connected).toMatchObject({ userName: 'books@example', password: expect.stringMatching(/^\S{20,}$/) });
    expect((connected as { qwc: string }).qwc).toContain('<AppURL>https://qbr.example.com/qbwc</AppURL>');
    const refused = { name: 'connectBooks', input: { userName: 'a b' }, success: fields, errors: ERRORS };
    expect(await mutate(api(), refused)).toMatchObject({ code: 'INVALID_VALUE', field: 'userName' });
    const pause = { name: 'pauseBooks', success: 'connection { userName paused company }', errors: FAULT };
    const paused = await mutate(api(), { ...pause, input: { paused: true } });
    expect(paused).toMatchObject({ connection: { userName: 'books@example', paused: true, company: null } });
    const { connection } = await books('connection { paused closingDate lastSessionAt lastError }');
    expect(connection).toEqual({ paused: true, closingDate: null, lastSessionAt: null, lastError: null });
  });

  it('cannot be connected at an address that the Web Connector does not accept', async () => {
    const connect = { name: 'connectBooks', input: {}, success: 'userName', errors: ERRORS };
    const byAddress = openApi(use(), NOW, {}, { publicUrl: 'https://192.0.2.7' });
    expect(await mutate(byAddress, connect)).toMatchObject({ code: 'INVALID_PARAMETER', field: 'publicUrl' });
  });

  it('come from QuickBooks Online only where the server has its client and the key that seals the consent', async () => {
    const quickbooksOnline = { clientId: 'id', clientSecret: 'secret', environment: 'production' };
    const availableWith = async (online: OnlineConfig) => {
      const asked = await openApi(use(), NOW, {}, { online }).ask(
        '{ organization { books { online { isAvailable company { company } } } } }',
      );
      return asked['organization'];
    };
    const answer = (isAvailable: boolean) => ({ books: { online: { isAvailable, company: null } } });
    expect(await availableWith({ quickbooksOnline, secretKeys: ['key'] })).toEqual(answer(true));
    expect(await availableWith({ quickbooksOnline, secretKeys: [] })).toEqual(answer(false));
    expect(await availableWith({ quickbooksOnline: null, secretKeys: ['key'] })).toEqual(answer(false));
  });

  it('cannot be paused before they are connected', async () => {
    const pause = { name: 'pauseBooks', success: 'connection { paused }', errors: FAULT };
    expect(await mutate(api(), { ...pause, input: { paused: true } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('show accounts with a proposal, then by the confirmed mapping', async () => {
    const served = await serveBooks(use().database);
    await served.update();
    const { accounts, proposal, mappingState, connection } = await books(`
      mappingState connection { company lastSessionAt lastError }
      proposal { version from lists { metric isNone accounts { account section subAccounts } } }
      accounts(months: 2) { months accounts { account number section amounts { period amount } metric isNew isReclassified } }`);
    expect(mappingState).toBe('NONE');
    expect(connection).toEqual({ company: 'Example MSP, LLC', lastSessionAt: NOW.toISOString(), lastError: null });
    expect(proposal).toMatchObject({ version: 0, from: null });
    expect((proposal as { lists: unknown[] }).lists).toContainEqual({
      ...{ metric: 'PAYROLL_TOTAL', isNone: false },
      accounts: [{ account: 'Payroll Expenses', section: 'EXPENSE', subAccounts: true }],
    });
    const shown = accounts as { months: string[]; accounts: Record<string, unknown>[] };
    expect(shown.months).toEqual(['2025-03', '2025-04']);
    expect(shown.accounts).toHaveLength(16);
    const backup = {
      ...{
        account: 'Managed Services:Backup',
        number: '4020',
        section: 'INCOME',
        amounts: [
          { period: '2025-03', amount: '3100.05' },
          { period: '2025-04', amount: '3100.05' },
        ],
      },
      ...{ metric: 'ORR', isNew: false, isReclassified: false },
    };
    expect(shown.accounts).toContainEqual(backup);
    expect(await mapping('saveAccountMapping')).toMatchObject({ version: 1, isConfirmed: true });
    const after = await books(
      'accounts(months: 2) { accounts { account number section amounts { period amount } metric isNew isReclassified } }',
    );
    expect((after['accounts'] as typeof shown).accounts).toContainEqual({ ...backup, metric: 'MRR' });
  });

  it('show a month’s statement, which ties out, with where each account counts', async () => {
    const served = await serveBooks(use().database);
    await served.update();
    await mapping('saveAccountMapping');
    await enter(use().database, '2025-02', { total_revenue: '3000' });
    const { month } = await books(`month(period: "2025-02") {
      period mappingVersion
      statement {
        version basis currency source import readAt confirmedAt
        totals { income cogs grossProfit expense netOrdinaryIncome otherIncome otherExpense netIncome }
        lines { account number section amount total metric }
      }
      tieOut { netProfit netIncome items { label amount } overrides { metric amount } remainder }
      inNoMetric { account amount total }
    }`);
    const { statement, tieOut, ...rest } = month as Record<string, unknown> & { statement: { lines: unknown[] } };
    expect(rest).toEqual({
      ...{ period: '2025-02', mappingVersion: 1 },
      inNoMetric: [{ account: 'Old Loan', amount: '2.5', total: null }],
    });
    expect(statement).toMatchObject({
      ...{ version: 1, basis: 'ACCRUAL', source: 'WEB_CONNECTOR', import: null },
      totals: {
        ...{ income: '2556.05', cogs: '238.75', grossProfit: '2317.3', expense: '697', netOrdinaryIncome: '1620.3' },
        ...{ otherIncome: '9', otherExpense: '2.5', netIncome: '1626.8' },
      },
    });
    const line = { number: null, section: 'OTHER_INCOME', account: 'Interest', amount: '9' };
    expect(statement.lines).toContainEqual({ ...line, total: 'misc_revenue', metric: 'MISC_REVENUE' });
    const overrides = [{ metric: 'total_revenue', amount: '434.95' }];
    expect(tieOut).toMatchObject({ netIncome: '1626.8', netProfit: '2065.48', overrides, remainder: '0' });
  });

  it('explain a value by the accounts that it is the sum of', async () => {
    const served = await serveBooks(use().database);
    await served.update();
    await mapping('saveAccountMapping');
    const { organization } =
      await api().ask(`{ organization { period(key: "2025-02") { metrics(keys: ["mrr", "total_income", "orr"]) {
      value provenance { vendor { key } run { trigger } rowsCounted filter
        statement { version basis source readAt mappingVersion lines { account number amount total metric } } }
      history(first: 1) { edges { node { cause reason newValue } } }
    } } } }`);
    const [mrr, orr, total] = (organization as { period: { metrics: Record<string, unknown>[] } }).period.metrics;
    expect(mrr).toMatchObject({
      value: '4100.05',
      provenance: {
        ...{ vendor: { key: 'QUICKBOOKS' }, run: { trigger: 'WEB_CONNECTOR' }, rowsCounted: 2 },
        statement: {
          ...{ version: 1, basis: 'ACCRUAL', source: 'WEB_CONNECTOR', mappingVersion: 1 },
          lines: [
            {
              account: 'Managed Services:Backup',
              number: '4020',
              amount: '3100.05',
              total: 'total_income',
              metric: 'MRR',
            },
            { account: 'Managed Services', number: '4010', amount: '1000', total: 'total_income', metric: 'MRR' },
          ],
        },
      },
    });
    expect(orr).toMatchObject({ value: '0', provenance: { rowsCounted: 0, statement: { lines: [] } } });
    const rows = await api().ask(`{ organization { period(key: "2025-02") { metric(key: "mrr") { provenance { evidence {
      rowCount version rows { edges { node { id amount } } } } } } tieOut { entries { metric { key } vendor { key } state } } } } }`);
    expect(rows['organization']).toMatchObject({
      period: {
        metric: {
          provenance: {
            evidence: {
              ...{ rowCount: 2, version: 1 },
              rows: {
                edges: [
                  { node: { id: 'Managed Services:Backup', amount: '3100.05' } },
                  { node: { id: 'Managed Services', amount: '1000' } },
                ],
              },
            },
          },
        },
        tieOut: { entries: [{ metric: { key: 'net_profit' }, vendor: { key: 'QUICKBOOKS' }, state: 'TIES' }] },
      },
    });
    expect(total).toMatchObject({ value: '2556.05', provenance: { rowsCounted: 4 } });
  });

  it('explain nine metrics of any number of months by as many statements', async () => {
    const { database } = use();
    const line = ['income', 'Managed Services', '12.50'] as const;
    const months = ['2024-09', '2024-10', '2024-11', '2024-12', '2025-01', '2025-02'];
    await keepStatements(
      database,
      months.map((month) => statementOf(month, [line])),
    );
    const of = { none: true };
    const none = { nrr: of, orr: of, miscRevenue: of, payrollTotal: of, uncategorizedExpenses: of };
    expect(await mapping('saveAccountMapping', none)).toMatchObject({ isConfirmed: true });
    const count = async (from: string, provenance: string) => {
      const metrics = `metrics(includeIntermediate: true) { value ${provenance} }`;
      const query = `{ organization { periods(from: "${from}", to: "2025-02") { ${metrics} } } }`;
      const statements = await use().statementsOf(() => api().ask(query));
      return { all: statements.length, ofLines: statements.filter((sql) => sql.includes('qbr_statement_line')).length };
    };
    const explained = 'provenance { run { id } statement { source lines { account amount } } }';
    const few = await count('2025-02', explained);
    expect(await count('2024-09', explained)).toEqual(few);
    expect(few.ofLines).toBe(1);
    // A report reads none.
    expect((await count('2024-09', 'source vendor { key } formatted')).ofLines).toBe(0);
  });

  it('change by a mapping as its preview says, while closed months keep theirs', async () => {
    const served = await serveBooks(use().database);
    await served.update();
    const preview = await mapping('previewAccountMapping');
    expect(await books('mappingState mappings { version }')).toEqual({ mappingState: 'NONE', mappings: [] });
    const { __typename: _, ...saved } = await mapping('saveAccountMapping');
    expect({ ...saved, __typename: 'PreviewAccountMappingSuccess' }).toEqual(preview);
    expect(saved).toMatchObject({ version: 1, months: ['2025-02', '2025-03', '2025-04'], keptMonths: [] });
    expect(saved['changes']).toContainEqual({
      ...{ period: '2025-02', definition: { key: 'mrr' }, before: null, after: '4100.05', source: 'COLLECTED' },
      ...{ formattedBefore: '—', formattedAfter: '$4,100.05' },
    });
    await closePeriod(scopeOn(use().database), { period: '2025-02' });
    const second = await mapping(
      'saveAccountMapping',
      { basedOn: 1, confirm: true },
      `${SAVED} books { newestMappingVersion mappings { version from author confirmedBy otherIncomeCounts reclassify { account } } }`,
    );
    expect(second).toMatchObject({
      ...{ keptMonths: ['2025-02'], months: ['2025-03', '2025-04'], changes: [] },
      books: { newestMappingVersion: 2, mappings: [{ version: 2, from: '2024-01' }, { version: 1 }] },
    });
  });

  it('refuse a mapping with every fault, each with its field', async () => {
    const served = await serveBooks(use().database);
    await served.update();
    const refused = await mapping('saveAccountMapping', {
      ...{ from: '2025-Q1', reason: ' ', basedOn: 4 },
      orr: { none: true, accounts: [] },
      nrr: {},
      mrr: { accounts: [{ account: 'Nowhere', section: 'INCOME', subAccounts: true }] },
    });
    const fields = (refused as unknown as { errors: Record<string, string>[] }).errors.map(({ code, field }) => [
      code,
      field,
    ]);
    expect(fields).toEqual([
      ['INVALID_VALUE', 'nrr'],
      ['INVALID_VALUE', 'orr'],
      ['INVALID_PERIOD', 'from'],
      ['MISSING_FIELD', 'reason'],
      ['CONFLICT', 'basedOn'],
      ['INVALID_VALUE', 'mrr[0]'],
    ]);
    expect(await books('newestMappingVersion')).toEqual({ newestMappingVersion: 0 });
  });
});
