import { describe, expect, it } from 'vitest';
import { type BooksFile, booksFile, readForeignFile } from '#src/service/books/read-books-file.ts';

const encoder = new TextEncoder();

async function readBooksFile(bytes: Uint8Array): Promise<BooksFile> {
  const read = await readForeignFile(bytes);
  return booksFile('file' in read ? read.file : { statements: [], problems: [], notes: [] });
}

function csv(january: string): Uint8Array {
  return encoder.encode(
    [
      ',Jan 2026,Feb 2026,Total',
      'Income',
      `4010 Labor,${january},-5.00,5.50`,
      'Total Income,10.50,-5.00,5.50',
      'Expenses',
      '6010 Rent,2.00,2.00,4.00',
      'Total Expenses,2.00,2.00,4.00',
      'Net Income,8.50,-7.00,1.50',
      'Accrual Basis Monday',
    ].join('\n'),
  );
}

describe('the document of a file', () => {
  it('has each month with its totals and lines, and the whole without a period', async () => {
    const { statements, problems } = await readBooksFile(csv('10.50'));
    expect(problems).toEqual([]);
    expect(statements.map(({ period, from, to, totals: { netIncome } }) => [period, from, to, netIncome])).toEqual([
      ['2026-01', '2026-01-01', '2026-01-31', '8.5'],
      ['2026-02', '2026-02-01', '2026-02-28', '-7'],
      [null, '2026-01-01', '2026-02-28', '1.5'],
    ]);
    expect(statements[0]).toEqual({
      period: '2026-01',
      from: '2026-01-01',
      to: '2026-01-31',
      basis: 'accrual',
      currency: null,
      totals: { income: '10.5', cogs: '0', expense: '2', otherIncome: '0', otherExpense: '0', netIncome: '8.5' },
      lines: [
        { account: 'Labor', number: '4010', section: 'income', amount: '10.5' },
        { account: 'Rent', number: '6010', section: 'expense', amount: '2' },
      ],
    });
  });

  it('leaves out a month that does not tie and names the line; the others stay', async () => {
    const { statements, problems } = await readBooksFile(csv('10.51'));
    expect(statements.map(({ period }) => period)).toEqual(['2026-02', null]);
    expect(problems[0]).toEqual({
      where: 'line 4',
      message: 'Total Income is 10.50, but its accounts add up to 10.51',
    });
  });

  it('names the file where nothing in it can be named', async () => {
    expect(await readBooksFile(encoder.encode('nothing'))).toMatchObject({
      statements: [],
      problems: [{ where: 'file' }],
    });
  });
});
