import { beforeEach, expect, it } from 'vitest';
import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import { addMonths, parseMonth } from '#src/core/period.ts';
import { readCountedBooks } from '#src/service/books/counted-books.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../../kit/databases.ts';
import type { CompanyState, PostedTransaction } from '../../kit/quickbooks/company-state.ts';
import type { UpdateResult } from '../../kit/quickbooks/web-connector.ts';
import { ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import { newestRun, serveBooks } from './harness.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const MARCH = parseMonth('2025-03');

/** A bill of March on an account, changed in the morning between two sessions, which are at noon of Chicago. */
function bill(changes: Partial<PostedTransaction> & { account?: string; amount?: string; date?: string } = {}) {
  const { account = 'Insurance:Property', amount = '500.00', date = '2025-03-12', ...of } = changes;
  const transaction = { id: '5D-1', type: 'Bill', number: '1042', modifiedAt: '2025-04-16T09:30:00-05:00' };
  return { account, amount, date, transaction: { ...transaction, modifiedBy: 'Pat Example', ...of } };
}

const DELETED = {
  ...{ id: '4F-1', type: 'JournalEntry', number: '7', createdAt: '2025-03-02T08:00:00-05:00' },
  deletedAt: '2025-04-16T08:00:00-05:00',
};

describeOnOwnDatabases('the transactions behind a difference', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const requests = ({ calls }: UpdateResult) => calls.filter(({ method }) => method === 'sendRequestXML').length;
  const named = async (month = MARCH) => {
    const [statement] = await readNewestStatements(use().database.prisma, ORGANIZATION_ID, [month]);
    return statement?.changedTransactions?.map(({ kind, type, number, account, amount, date, by }) =>
      [kind, type, number, account, amount?.toFixed(2) ?? null, date, by].join('|'),
    );
  };
  /** A session, and a day later one of the changed company. */
  const changed = async (change: Partial<CompanyState>, options: Parameters<typeof serveBooks>[1] = {}) => {
    const books = await serveBooks(use().database, options);
    const before = books.company();
    await books.update(before);
    books.advance(DAY_MS);
    const postings = [...before.postings, ...(change.postings ?? [])];
    const after = { ...before, ...change, postings };
    return { books, before, after, result: await books.update(after) };
  };

  it('are named with the account that moved, and deleted ones beside them', async () => {
    const elsewhere = [bill({ id: '5D-2', date: '2025-02-12', account: 'Taxes:Property', amount: '0.00' })];
    const balanced = [
      bill({ account: 'Project Labor', amount: '1.00' }),
      bill({ account: 'Project Labor', amount: '-1.00' }),
    ];
    const { books, result } = await changed({
      postings: [bill(), ...elsewhere, ...balanced],
      deletedTransactions: [DELETED, { ...DELETED, id: '4F-0', deletedAt: '2025-04-14T08:00:00-05:00' }],
    });
    // March alone differs: two requests more.
    expect([requests(result), result.percent, result.closed]).toEqual([6, 100, 'OK']);
    expect(await named()).toEqual([
      'modified|Bill|1042|Insurance:Property|500.00|2025-03-12|Pat Example',
      'deleted|Journal Entry|7||||',
    ]);
    expect(await named(parseMonth('2025-02'))).toBeUndefined();
    const run = await newestRun(use().database);
    expect(run.status).toBe('success');
    expect(run.entries[1]?.notes).toContain(
      'Changed in QuickBooks: Bill 1042 of 2025-03-12 (Insurance:Property 500.00). Deleted in QuickBooks since then, of any month: Journal Entry 7.',
    );
    expect(JSON.stringify([run.entries, books.logged])).not.toContain('Pat Example');
  });

  it('are asked for once, where an amount differs, and never of a first statement', async () => {
    const books = await serveBooks(use().database);
    const company = books.company();
    expect(requests(await books.update(company))).toBe(4);
    books.advance(DAY_MS);
    expect(requests(await books.update(company))).toBe(4);
    expect(await named()).toBeUndefined();
    const file = { ...company, postings: [...company.postings, bill()] };
    expect(requests(await books.update(file))).toBe(6);
    expect(requests(await books.update(file))).toBe(4);
    // A new name makes a version without a difference.
    const rename = <Named extends { account?: string; fullName?: string }>(each: Named): Named => ({
      ...each,
      ...(each.account === 'Project Labor' && { account: 'Projects' }),
      ...(each.fullName === 'Project Labor' && { fullName: 'Projects' }),
    });
    const renamed = { ...file, accounts: file.accounts.map(rename), postings: file.postings.map(rename) };
    expect(requests(await books.update(renamed))).toBe(4);
  });

  it('are found by times that ignore daylight saving, and not those that the version before had', async () => {
    // Ten minutes after the first reading, an hour behind; an hour and a half before it; before the second, an hour ahead.
    const behind = bill({ id: '1', number: 'behind', modifiedAt: '2025-04-15T11:10:00-05:00' });
    const before = bill({ id: '2', number: 'before', modifiedAt: '2025-04-15T10:30:00-05:00' });
    const ahead = bill({ id: '3', number: 'ahead', modifiedAt: '2025-04-16T12:50:00-05:00' });
    await changed({ postings: [behind, before, ahead] });
    expect((await named())?.map((each) => each.split('|')[2])).toEqual(['behind', 'ahead']);
  });

  it.each(['literal dots', 'no account numbers'])('are found in a file with %s', async (which) => {
    const given = which === 'literal dots' ? { writesReferences: false } : { usesAccountNumbers: false };
    await changed({ ...given, postings: [bill({ account: 'Café – “Büro” & <Misc>' })] });
    expect(await named()).toEqual(['modified|Bill|1042|Café – “Büro” & <Misc>|500.00|2025-03-12|Pat Example']);
  });

  it.each([
    ['2025-03 detail', 'error', /Which transactions changed in March 2025 is not known. QuickBooks refused .* 3261/, 0],
    ['2025-03 detail', 'hresult', /is not known. QuickBooks had an unexpected error/, 0],
    ['2025-03 detail', 'truncated', /is not known. The answer of QuickBooks cannot be read/, 0],
    ['deleted', 'other-request', /is not known. The answer of QuickBooks belongs to another request/, 1],
  ] as const)(
    'are not known where the answer to %s is spoiled (%s): the statement stays',
    async (subject, fault, words, found) => {
      const { result } = await changed({ postings: [bill()], faults: { [subject]: fault } });
      expect([requests(result), result.percent, result.closed]).toEqual([6, 100, 'OK']);
      const run = await newestRun(use().database);
      expect([run.status, run.entries[1]?.status]).toEqual(['success', 'success']);
      expect(run.entries[1]?.notes).toMatch(words);
      const [statement] = await readNewestStatements(use().database.prisma, ORGANIZATION_ID, [MARCH]);
      expect([statement?.version, statement?.changedTransactions?.length]).toEqual([2, found]);
    },
  );

  it('are not known where the session falls silent before, and the run is whole', async () => {
    const books = await serveBooks(use().database);
    const company = books.company();
    await books.update(company);
    books.advance(DAY_MS);
    const died = new Error('The Web Connector died');
    const dying = books.update(
      { ...company, postings: [...company.postings, bill()] },
      {
        beforeCall: ({ number }) => {
          // After the last month was handed over.
          if (number === 11) throw died;
        },
      },
    );
    await expect(dying).rejects.toBe(died);
    const { id } = await newestRun(use().database);
    await books.update({ ...company, postings: [...company.postings, bill()] });
    const run = await use().database.prisma.collectionRun.findFirstOrThrow({ where: { id } });
    expect(run.status).toBe('success');
    const entries = await use().database.prisma.collectionLog.findMany({ where: { runId: id, period: '2025-03' } });
    expect(entries[0]?.notes).toMatch(/Which transactions changed in March 2025 is not known\. A newer session/);
  });

  it('survive a restart of the server between any two calls', async () => {
    let books = await serveBooks(use().database);
    const first = books;
    const company = first.company();
    await first.update(company);
    const result = await first.update(
      { ...company, postings: [...company.postings, bill({ modifiedAt: '2025-04-15T12:00:00-05:00' })] },
      {
        beforeCall: async () => {
          await books.close();
          books = await serveBooks(use().database, { again: first });
        },
      },
    );
    expect([requests(result), result.percent]).toEqual([6, 100]);
    expect(await named()).toHaveLength(1);
  });

  it('are bounded: fifty of a statement, twelve months of a session', async () => {
    const newest = parseMonth('2025-04');
    const months = Array.from({ length: 14 }, (_, index) => addMonths(newest, -index));
    const many = Array.from({ length: 60 }, (_, index) => bill({ id: `${index}`, date: '2025-04-12', amount: '1.00' }));
    const postings = [...months.slice(1).map((month) => bill({ date: `${month}-12` })), ...many];
    const { result } = await changed({ postings, deletedTransactions: [DELETED] }, { monthsToCollect: months.length });
    expect([requests(result), result.percent]).toEqual([1 + months.length + 2 * 12, 100]);
    expect(await named(newest)).toHaveLength(50);
    const { entries } = await newestRun(use().database);
    expect(entries.at(-1)?.notes).toMatch(
      /and 55 more \(50 of 60 are kept\)\. Deleted .*Journal Entry 7 \(0 of 1 are kept\)/,
    );
    const unasked = entries.filter(({ notes }) => notes?.includes('asked for 12 months a session at most'));
    expect(unasked.map(({ period }) => period)).toEqual([months[13], months[12]]);
  });

  it('stand beside the values of a closed month, which keeps its statement', async () => {
    const books = await serveBooks(use().database);
    const company = books.company();
    const draft = { from: '2024-01', reason: 'First', mapping: EMPTY_MAPPING };
    await books.update(company);
    await saveMapping(scopeOn(use().database), draft, { confirm: true });
    await closePeriod(scopeOn(use().database), { period: MARCH });
    books.advance(DAY_MS);
    await books.update({ ...company, postings: [...company.postings, bill()] });
    const [counted] = await readCountedBooks(use().database.prisma, ORGANIZATION_ID, [MARCH]);
    expect([counted?.statement.version, counted?.changedTransactions.map(({ number }) => number)]).toEqual([
      1,
      ['1042'],
    ]);
  });
});
