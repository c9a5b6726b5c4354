import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FEBRUARY, MARCH, smallExport } from '../../kit/books/small-export.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { document, useHarness } from '../harness.ts';

const MAPPING = `from: 2024-01
reason: First look
nrr:
  - { account: Project Labor, subAccounts: false }
mrr:
  - { account: Managed Services, subAccounts: true }
orr: none
misc_revenue: none
payroll_total:
  - { account: Payroll Expenses, subAccounts: true }
uncategorized_expenses: none
`;

describe('qbr books', () => {
  const use = useHarness();

  it('exports a proposal, imports a mapping with its changes by month, and exports what was imported', async () => {
    const { qbr } = use();
    const directory = emptyDirectory();
    const [pnl, yaml, copy] = ['pnl.csv', 'mapping.yaml', 'copy.yaml'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(pnl, smallExport([FEBRUARY, MARCH]));
    const nothing = await qbr(['books', 'mapping', 'export']);
    expect([nothing.status, nothing.stdout]).toEqual([3, '']);
    expect((await qbr(['import', 'books', pnl])).status).toBe(0);
    const proposed = await qbr(['books', 'mapping', 'export']);
    expect(proposed.stdout).toContain('mrr:\n  - account: Managed Services\n    subAccounts: true\n');

    writeFileSync(yaml, MAPPING);
    const dry = await qbr(['books', 'mapping', 'import', yaml, '--confirm', '--dry-run', '--json']);
    const real = await qbr(['books', 'mapping', 'import', yaml, '--confirm', '--json']);
    expect([dry.status, real.status]).toEqual([0, 0]);
    expect(document(real)).toEqual({ ...document(dry), stored: true });
    expect(document(real)).toMatchObject({
      ...{
        version: 1,
        from: '2024-01',
        isConfirmed: true,
        months: ['2025-02', '2025-03'],
        keptMonths: [],
        problems: [],
      },
    });
    expect(document(real).changes).toContainEqual({
      ...{ period: '2025-02', metric: 'mrr', before: null, after: { value: '4100.05', source: 'collected' } },
    });
    const again = await qbr(['books', 'mapping', 'import', yaml]);
    expect([again.status, again.stdout]).toEqual([
      0,
      expect.stringContaining('Version 2 of the mapping, from January 2024'),
    ]);
    expect((await qbr(['books', 'mapping', 'export', copy])).status).toBe(0);
    expect(readFileSync(copy, 'utf8')).toContain('orr: none\n');

    const status = await qbr(['books', 'status', '--json']);
    expect(document(status)).toEqual({
      ...{ connected: false, company: null, lastSessionAt: null, mapping: 'confirmed', unmapped: [] },
    });
  });

  it('refuses a mapping by field with exit 3, and stores nothing', async () => {
    const { qbr } = use();
    const yaml = join(emptyDirectory(), 'mapping.yaml');
    writeFileSync(yaml, MAPPING.replace('2024-01', '2024-13').replace('mrr:\n', 'mrr: 7\nextra:\n'));
    const refused = await qbr(['books', 'mapping', 'import', yaml, '--json']);
    expect(refused.status).toBe(3);
    expect(document(refused)).toMatchObject({ version: null, changes: [], stored: false });
    expect(
      document(refused)
        .problems.map(({ field }: { field: string }) => field)
        .sort(),
    ).toEqual(['extra', 'from', 'mrr']);
    expect(refused.stderr).toContain('from must be a month');
    expect((await qbr(['books', 'mapping', 'export'])).status).toBe(3);
  });

  it('makes no password where the .qwc file cannot be written', async () => {
    const { qbr } = use();
    const directory = emptyDirectory();
    const refused = await qbr(['books', 'connect', '--qwc', join(directory, 'no', 'such', 'books.qwc')]);
    expect([refused.status, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('cannot be written: no such file or directory (ENOENT)');
    expect(document(await qbr(['books', 'status', '--json'])).connected).toBe(false);
    const file = join(directory, 'books.qwc');
    const connected = await qbr(['books', 'connect', '--qwc', file]);
    expect([connected.status, existsSync(file)]).toEqual([0, true]);
    const doctor = await qbr(['doctor']);
    expect(doctor.stdout).toMatch(/^ok +Books /m);
    expect((await qbr(['books', 'pause'])).status).toBe(0);
    expect((await qbr(['doctor'])).stdout).toMatch(
      /^warn +Books +The reading of the books.* is paused\. .*qbr books resume/m,
    );
  });

  it('shows a password once, and says what a new certificate needs', async () => {
    const { qbr } = use();
    const file = join(emptyDirectory(), 'books.qwc');
    const connected = await qbr(['books', 'connect', '--qwc', file]);
    const password = connected.stdout.trim();
    const status = await qbr(['books', 'status']);
    expect(status.stdout).toContain('After a new certificate of this server, approve the application again');
    const told = [readFileSync(file, 'utf8'), status, await qbr(['doctor']), await qbr(['status', '--json'])];
    expect(password).toMatch(/^[\w-]{24}$/);
    for (const secret of [password, 'scrypt$']) expect(JSON.stringify(told)).not.toContain(secret);
  });
});
