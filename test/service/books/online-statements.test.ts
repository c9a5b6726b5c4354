import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VendorError } from '#src/collect/vendor-error.ts';
import { withOnlineAccounts } from '#src/core/books/chart-of-accounts.ts';
import { type Statement, sumStatement } from '#src/core/books/statement.ts';
import { addMonths, type Month, monthRange } from '#src/core/period.ts';
import { readOnlineStatements } from '#src/service/books/online-statements.ts';
import { NEVER, start } from '../../collect/quickbooks-online/harness.ts';
import { everyRequestTo, firstTriesOfEach, tooManyRequests } from '../../kit/http-faults.ts';
import { exampleCompany, type OnlineCompanyState, type OnlinePosting } from '../../kit/quickbooks-online/company.ts';

const YEAR = monthRange('2025-01' as Month, '2025-12' as Month);
const ask = { months: YEAR, basis: 'accrual', signal: NEVER, onProgress: () => undefined } as const;

/** Postings for every account in every month, some of them negative, nothing in August. */
function postings(months: readonly Month[]): OnlinePosting[] {
  const accounts = exampleCompany().accounts.filter(({ section, isActive = true }) => section !== null && isActive);
  return months
    .filter((month) => !month.endsWith('-08'))
    .flatMap((month, index) =>
      accounts.map(({ id }) => {
        const cents = (Number(id) * 100_003 + index * 977) * (Number(id) === 3 && index === 1 ? -1 : 1);
        return { accountId: id, month, cents, paidIn: addMonths(month, 1) };
      }),
    );
}

function companyWith(months: readonly Month[]): OnlineCompanyState {
  return { ...exampleCompany(), postings: postings(months) };
}

/** The money of a month as the company holds it: `income Managed Services:Support 2000.06`. */
function moneyOf(company: OnlineCompanyState, month: Month, basis: 'accrual' | 'cash' = 'accrual'): string[] {
  const nameOf = (id: string): string => {
    const account = company.accounts.find((each) => each.id === id);
    return account?.parentId === undefined ? (account?.name ?? '') : `${nameOf(account.parentId)}:${account.name}`;
  };
  return company.postings
    .filter((each) => (basis === 'cash' ? each.paidIn : each.month) === month)
    .map(({ accountId, cents }) => {
      const section = company.accounts.find(({ id }) => id === accountId)?.section;
      return `${section} ${nameOf(accountId)} ${(cents / 100).toFixed(2)}`;
    })
    .sort();
}

function shown({ lines }: Statement): string[] {
  return lines
    .filter(({ amount }) => !amount.isZero())
    .map(({ section, account, amount }) => `${section} ${account} ${amount.toFixed(2)}`)
    .sort();
}

describe('the statements of QuickBooks Online', () => {
  it.each(['accrual', 'cash'] as const)('are those of the company in every month, on %s basis', async (basis) => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    const { company, months } = await readOnlineStatements(await api(), { ...ask, basis });
    expect(months.map(({ month }) => month)).toEqual(YEAR);
    for (const { month, statement } of months) {
      expect(statement).toMatchObject({ month, basis, currency: 'USD' });
      expect(statement && shown(statement)).toEqual(moneyOf(fake.company, month, basis));
    }
    expect(company).toMatchObject({ name: 'Example MSP, LLC', closingDate: null, currency: 'USD' });
    const reports = fake.requests.all.filter(({ path }) => path.endsWith('/ProfitAndLoss'));
    expect(reports.map(({ query }) => `${query.get('start_date')} ${query.get('end_date')}`)).toEqual([
      '2025-01-01 2025-06-30',
      '2025-07-01 2025-12-31',
    ]);
  });

  it.each([true, false])(
    'have the number, type and id of each account, with numbers in the report: %s',
    async (given) => {
      const company = { ...companyWith(YEAR), hasAccountNumbers: given };
      const { api } = await start({ company });
      const { months } = await readOnlineStatements(await api(), { ...ask, months: ['2025-03' as Month] });
      const lines = months[0]?.statement?.lines ?? [];
      expect(lines.find(({ accountId }) => accountId === '2')).toMatchObject({
        account: 'Managed Services:Support',
        number: '4011',
        type: 'Income',
        section: 'income',
      });
      // The same name under another parent, and a parent's own money.
      expect(lines.find(({ accountId }) => accountId === '6')).toMatchObject({ account: 'Payroll Expenses:Support' });
      expect(lines.find(({ accountId }) => accountId === '1')).toMatchObject({ account: 'Managed Services' });
    },
  );

  it('keep an account that the chart does not list as the report has it', () => {
    const line = { account: 'Gone', accountId: '77', number: null, type: null, section: 'income' } as const;
    const [kept] = withOnlineAccounts([{ ...line, amount: sumStatement([]).netIncome }], []);
    expect(kept).toMatchObject(line);
  });

  it.each([true, false])('are zeros for months without data, with columns in that answer: %s', async (given) => {
    const { fake, api } = await start({ company: exampleCompany() });
    fake.setOddity({ hasColumnsWithoutData: given });
    const { months } = await readOnlineStatements(await api(), ask);
    expect(months.map(({ month, statement }) => [month, statement?.lines])).toEqual(YEAR.map((month) => [month, []]));
  });

  it('know the closing date and all accounts, inactive ones too, however they are paged', async () => {
    const { api } = await start({ company: { ...exampleCompany(), closingDate: '2025-09-30' }, maxPageSize: 4 });
    const { company } = await readOnlineStatements(await api(), { ...ask, months: ['2025-01' as Month] });
    expect(company.closingDate).toBe('2025-09-30');
    expect(company.accounts.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(company.accounts.at(-1)).toMatchObject({ fullName: 'Old Fees', isActive: false });
  });

  it('report progress up to their number', async () => {
    const { api } = await start({ company: companyWith(YEAR) });
    const seen: string[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(`${done}/${total}`);
    await readOnlineStatements(await api(), { ...ask, onProgress });
    expect(seen).toEqual(YEAR.map((_, index) => `${index + 1}/12`));
  });

  it('are refused one by one: a changed digit in one month leaves the others', async () => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    // The amounts of a row are those of its months in order: the third of any row is March's.
    fake.setOddity((query) =>
      query.get('start_date')?.startsWith('2025-03')
        ? { falsified: 0 }
        : query.get('end_date') === '2025-06-30'
          ? { falsified: 2 }
          : {},
    );
    const { months } = await readOnlineStatements(await api(), ask);
    expect(months.filter(({ refusal }) => refusal !== null).map(({ month }) => month)).toEqual(['2025-03']);
    expect(months[2]?.refusal).toMatch(/^The statement of March 2025 was refused\. .*Income is .*add up to/);
  });

  it('are asked for again alone where a report of several months was refused', async () => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    fake.setOddity((query) =>
      query.get('end_date') === '2025-06-30' && query.get('start_date') === '2025-01-01' ? { falsified: 2 } : {},
    );
    const { months } = await readOnlineStatements(await api(), ask);
    expect(months.every(({ statement }) => statement !== null)).toBe(true);
    const reports = fake.requests.all.filter(({ path }) => path.endsWith('/ProfitAndLoss'));
    expect(reports.map(({ query }) => query.get('start_date'))).toEqual(['2025-01-01', '2025-03-01', '2025-07-01']);
  });

  it.each([
    [{ EndPeriod: '2025-03-30' }, 'answered for 2025-03-01 to 2025-03-30, but 2025-03-01 to 2025-03-31 was asked for'],
    [{ StartPeriod: '2025-02-01' }, 'answered for 2025-02-01 to 2025-03-31'],
    [{ ReportBasis: 'Cash' }, 'answered on Cash basis, but accrual was asked for'],
    [{ Currency: 'CAD' }, "answered in CAD, but the company's currency is USD"],
  ])('are refused where the header says %j', async (header, words) => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    fake.setOddity({ header });
    const { months } = await readOnlineStatements(await api(), { ...ask, months: ['2025-03' as Month] });
    expect(months).toEqual([{ month: '2025-03', statement: null, refusal: expect.stringContaining(words) }]);
  });

  it('tie to any postings', { timeout: 60_000 }, async () => {
    const { fake, api } = await start();
    const reader = await api();
    const months = monthRange('2025-01' as Month, '2025-07' as Month);
    const posting = fc.record({
      accountId: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '9'),
      month: fc.constantFrom(...months),
      cents: fc.integer({ min: -9_999_999, max: 9_999_999 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(posting, { maxLength: 25, selector: ({ accountId, month }) => accountId + month }),
        fc.boolean(),
        async (given, hasAccountNumbers) => {
          Object.assign(fake.company, { postings: given, hasAccountNumbers });
          const read = await readOnlineStatements(reader, { ...ask, months });
          for (const { month, statement } of read.months) {
            expect(statement && shown(statement)).toEqual(
              moneyOf({ ...fake.company, postings: given.filter(({ cents }) => cents !== 0) }, month),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('reading QuickBooks Online', () => {
  const failure = async (promise: Promise<unknown>): Promise<VendorError> => {
    const error = await promise.catch((reason: unknown) => reason);
    if (error instanceof VendorError) return error;
    throw new Error(`Expected a VendorError, not ${String(error)}`);
  };

  it('renews an access token that is refused, once for each request', async () => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    const reader = await api();
    fake.tokens.endAccessTokens();
    const { months } = await readOnlineStatements(reader, ask);
    expect(months.every(({ statement }) => statement !== null)).toBe(true);
    const refusedAlways = everyRequestTo('/v3/', {
      kind: 'status',
      status: 401,
      body: '{"fault":{"error":[{"message":"expired","code":"3200"}]}}',
    });
    fake.setFault(refusedAlways);
    fake.requests.clear();
    const error = await failure(readOnlineStatements(reader, ask));
    expect(error).toMatchObject({ kind: 'credentials', isTransient: false });
    expect(error.message).toContain('HTTP 401 Unauthorized ("expired")');
    expect(fake.requests.all.filter(({ path }) => path.startsWith('/v3/'))).toHaveLength(2);
  });

  it.each([
    ['429 with Retry-After', tooManyRequests('0')],
    ['503', { kind: 'status', status: 503 }],
    ['a closed connection', { kind: 'reset' }],
    ['half an answer', { kind: 'truncated', ending: 'broken' }],
  ] as const)('gets over %s', async (_, fault) => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    const reader = await api();
    fake.setFault(firstTriesOfEach(1, fault));
    const { months } = await readOnlineStatements(reader, ask);
    expect(months.every(({ statement }) => statement !== null)).toBe(true);
  });

  it('fails as a whole, and transiently, while QuickBooks Online is down', async () => {
    const { fake, api } = await start({ company: companyWith(YEAR) });
    const reader = await api();
    fake.setFault((request) =>
      request.query.get('start_date') === '2025-07-01' ? { kind: 'status', status: 500 } : null,
    );
    const error = await failure(readOnlineStatements(reader, ask));
    expect(error).toMatchObject({ kind: 'unavailable', isTransient: true });
    expect(error.message).toMatch(
      /^QuickBooks Online: HTTP 500 .*reading the profit and loss report of 2025-07-01 to 2025-12-31 \(\d tries\)$/,
    );
  });

  it('says what QuickBooks Online says of a request that it refuses', async () => {
    const { api } = await start();
    const error = await failure((await api({ pageSize: 2_000 })).accounts(NEVER));
    expect(error).toMatchObject({ kind: 'response', isTransient: false });
    expect(error.message).toContain('("MAXRESULTS is more than 1000")');
  });

  it('stops at once', async () => {
    const { api } = await start();
    const signal = AbortSignal.abort(new Error('closing'));
    expect(await failure(readOnlineStatements(await api(), { ...ask, signal }))).toMatchObject({ kind: 'stopped' });
  });
});
