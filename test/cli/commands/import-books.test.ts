import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FEBRUARY, MARCH, smallExport } from '../../kit/books/small-export.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { document, useHarness } from '../harness.ts';

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(emptyDirectory(), name);
  writeFileSync(path, bytes);
  return path;
}

/** The second month's wages are a cent off. */
const UNTIED = smallExport([FEBRUARY, MARCH], { falsify: (text) => text.replace('660.50', '660.51') });

describe('qbr import books', () => {
  const use = useHarness();

  it('prints the document that scripts read, and nothing else', async () => {
    const { qbr } = use();
    const file = fileOf('pnl.csv', smallExport([FEBRUARY, MARCH]));
    const dry = await qbr(['import', 'books', file, '--dry-run', '--json']);
    const real = await qbr(['import', 'books', file, '--json']);
    expect([dry.status, real.status]).toEqual([0, 0]);
    expect(document(real)).toEqual({ ...document(dry), stored: true });
    expect(document(dry).stored).toBe(false);
    expect(document(real).problems).toEqual([]);
    expect(document(real).statements[0]).toEqual({
      ...{ period: '2025-02', from: '2025-02-01', to: '2025-02-28', basis: 'accrual', currency: null },
      totals: {
        ...{ income: '2056.05', cogs: '238.75', expense: '697', otherIncome: '0', otherExpense: '0' },
        netIncome: '1120.3',
      },
      lines: [
        { account: 'Managed Services', number: null, section: 'income', amount: '4100.05' },
        { account: 'Project Labor', number: null, section: 'income', amount: '-2044' },
        { account: 'Job Materials', number: null, section: 'cogs', amount: '238.75' },
        { account: 'Payroll Expenses:Wages', number: null, section: 'expense', amount: '653' },
        { account: 'Rent', number: null, section: 'expense', amount: '44' },
      ],
    });
  });

  it('exits 3 where a statement was refused, with the shape unchanged, and stores nothing', async () => {
    const { qbr } = use();
    const file = fileOf('pnl.csv', UNTIED);
    const refused = await qbr(['import', 'books', file, '--json']);
    expect(refused.status).toBe(3);
    const { statements, problems, stored } = document(refused);
    expect([statements.length, statements[0].period, stored]).toEqual([1, '2025-02', false]);
    const message = 'Total Payroll Expenses is 660.50, but its rows add up to 660.51';
    expect(problems[0]).toEqual({ where: 'line 16', message });
    const told = await qbr(['import', 'books', file]);
    expect([told.status, told.stdout]).toEqual([3, expect.stringContaining('February 2025, accrual basis')]);
    expect(told.stderr).toContain('line 16: Total Payroll Expenses is 660.50');
    expect(told.stderr).toContain('Nothing was stored');
  });

  it('says what values wait for, and refuses what is no file', async () => {
    const { qbr } = use();
    const { stdout } = await qbr(['import', 'books', fileOf('pnl.csv', smallExport([FEBRUARY]))]);
    expect(stdout).toContain('Net Income 1120.3 ties');
    expect(stdout).toContain('Values follow once the mapping of accounts is confirmed.');
    const large = fileOf('large.csv', new Uint8Array());
    truncateSync(large, 300_000_000);
    const refused = await qbr(['import', 'books', large, '--json']);
    expect([refused.status, document(refused).problems]).toEqual([
      3,
      [{ where: 'file', message: 'The file is larger than 10 MB' }],
    ]);
    const missing = await qbr(['import', 'books', 'missing.csv']);
    expect([missing.status, missing.stderr]).toEqual([
      3,
      'qbr: missing.csv cannot be read: no such file or directory (ENOENT)\n',
    ]);
  });

  it('reads the file where it was typed, while a server holds the database, a pipe too', async () => {
    const { start, qbr } = use();
    const server = start(['serve'], { QBR_PORT: '0' });
    await server.waitFor('Listening on');
    const directory = emptyDirectory();
    const pipe = join(directory, 'pipe.csv');
    execFileSync('mkfifo', [pipe]);
    const running = start(['import', 'books', pipe, '--json']);
    writeFileSync(pipe, smallExport([FEBRUARY, MARCH]));
    const imported = await running.ended;
    expect([imported.status, document(imported).stored]).toEqual([0, true]);
    const missing = await qbr(['import', 'books', join(directory, 'missing.csv'), '--json']);
    expect([missing.status, document(missing).error.message]).toEqual([3, expect.stringContaining('ENOENT')]);
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
  });
});
