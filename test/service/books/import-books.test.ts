import { beforeEach, expect, it } from 'vitest';
import type { Viewer } from '#src/auth/viewer.ts';
import { type AccountMapping, EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { ForbiddenError, OrganizationNotFoundError, RefusedFileError } from '#src/core/errors.ts';
import { parseMonth } from '#src/core/period.ts';
import { importBooks, requireAccepted } from '#src/service/books/import-books.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { readMappingVersions } from '#src/service/books/mapping-versions.ts';
import { booksOfMonth, reviewBooks } from '#src/service/books/review.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { FEBRUARY, MARCH, smallExport } from '../../kit/books/small-export.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, ORGANIZATION_ID, scopeOn } from '../../kit/services.ts';
import { serveBooks } from './harness.ts';

function of(section: StatementSection, account: string, subAccounts = false): MappedAccount {
  return { section, account, accountId: null, subAccounts };
}

const MAPPING: AccountMapping = {
  ...EMPTY_MAPPING,
  metrics: {
    nrr: [of('income', 'Project Labor')],
    mrr: [of('income', 'Managed Services', true)],
    orr: 'none',
    misc_revenue: 'none',
    payroll_total: [of('expense', 'Payroll Expenses', true)],
    uncategorized_expenses: 'none',
  },
};

const FILE = { fileName: 'pnl-2025.csv', dryRun: false } as const;

describeOnBothDatabases('the import of a file', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const scope = () => scopeOn(use().database);
  const confirm = () =>
    saveMapping(scope(), { from: '2024-01', reason: 'First look', mapping: MAPPING }, { confirm: true });
  const imported = (bytes: Uint8Array, changes: Partial<typeof FILE | { dryRun: true }> = {}) =>
    importBooks(scope(), { bytes, ...FILE, ...changes });
  const statements = () =>
    use().database.prisma.statement.findMany({ orderBy: [{ period: 'asc' }, { version: 'asc' }] });
  const stored = async (month: string) => {
    const where = { organizationId: ORGANIZATION_ID, period: month, dataSource: 'collected' };
    const rows = await use().database.prisma.monthlyMetric.findMany({ where });
    return Object.fromEntries(rows.map(({ metricName, metricValue }) => [metricName, metricValue.toString()]));
  };
  const audited = async () => {
    const entries = await use().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    return entries.filter(({ action }) => action === 'books.imported').map(({ detail }) => detail);
  };

  it('stores every month, and says that values follow once a mapping is confirmed', async () => {
    const result = await imported(smallExport([FEBRUARY, MARCH]));
    expect(result.problems).toEqual([]);
    expect([result.stored, result.mapping, result.changes]).toEqual([true, 'none', []]);
    expect(result.months.map(({ month, version, isNew }) => [month, version, isNew])).toEqual([
      ['2025-02', 1, true],
      ['2025-03', 1, true],
    ]);
    expect(result.months[0]?.notes).toContain('No mapping of accounts is confirmed for this month');
    const rows = await statements();
    expect(rows.map((row) => [row.period, row.source, row.import, row.runId, row.basis])).toEqual([
      ['2025-02', 'file', 'pnl-2025.csv', null, 'accrual'],
      ['2025-03', 'file', 'pnl-2025.csv', null, 'accrual'],
    ]);
    await confirm();
    expect(await stored('2025-02')).toMatchObject({ mrr: '4100.05', nrr: '-2044', payroll_total: '653' });
    const books = await booksOfMonth(scope(), parseMonth('2025-03'));
    expect(books?.tieOut?.remainder.toFixed(2)).toBe('0.00');
  });

  it('changes exactly what its dry run shows, with the file as the reason', async () => {
    await confirm();
    const preview = await imported(smallExport([FEBRUARY, MARCH]), { dryRun: true });
    expect(preview.stored).toBe(false);
    expect([await statements(), await stored('2025-02'), await audited()]).toEqual([[], {}, []]);
    const result = await imported(smallExport([FEBRUARY, MARCH]), { ...FILE });
    const shown = ({ changes }: typeof result) =>
      changes.map(({ month, metric, after }) => [month, metric, after?.value.toFixed()]);
    expect(shown(result)).toEqual(shown(preview));
    expect(result.derivedChanges).toBe(preview.derivedChanges);
    expect(shown(result)).toContainEqual(['2025-03', 'mrr', '4200']);
    expect(await stored('2025-03')).toMatchObject({ total_income: '4300.1', product_cogs: '0' });
    const history = await use().database.prisma.valueHistory.findMany({ where: { metricName: 'mrr' } });
    expect(history.map(({ period, reason, runId }) => [period, reason, runId])).toEqual([
      ['2025-02', 'file pnl-2025.csv', null],
      ['2025-03', 'file pnl-2025.csv', null],
    ]);
    expect(await audited()).toMatchObject([
      { file: 'pnl-2025.csv', statements: [{ period: '2025-02', version: 1, isNew: true }, { period: '2025-03' }] },
    ]);
  });

  it('changes nothing when the same file comes again', async () => {
    await confirm();
    await imported(smallExport([FEBRUARY]));
    const again = await imported(smallExport([FEBRUARY]));
    expect([again.stored, again.changes, again.derivedChanges]).toEqual([true, [], 0]);
    expect(again.months[0]).toMatchObject({ version: 1, isNew: false });
    expect(await statements()).toHaveLength(1);
  });

  it('stores nothing of a file of which one month does not tie, and names the line', async () => {
    await confirm();
    const falsify = (text: string) => text.replace('660.50', '660.51');
    const result = await imported(smallExport([FEBRUARY, MARCH], { falsify }));
    expect(result.stored).toBe(false);
    expect(result.statements.map(({ period }) => period)).toEqual(['2025-02']);
    expect(result.problems[0]).toEqual({
      where: 'line 16',
      message: 'Total Payroll Expenses is 660.50, but its rows add up to 660.51',
    });
    expect([await statements(), await stored('2025-02'), await audited()]).toEqual([[], {}, []]);
    expect(() => requireAccepted(result, { dryRun: false })).toThrow(RefusedFileError);
    expect(requireAccepted(result, { dryRun: true })).toBe(result);
  });

  it('refuses a month that has not begun, but leaves out its column of zeros', async () => {
    const may = { ...MARCH, heading: 'May 2025' };
    const refused = await imported(smallExport([MARCH, may]));
    expect(refused.problems).toEqual([
      { where: 'line 4', message: 'May 2025 has not begun; statements are accepted up to April 2025' },
    ]);
    expect(await statements()).toEqual([]);
    const april = { ...FEBRUARY, heading: 'Apr 2025' };
    const zeros = { heading: 'May 2025', managed: 0, project: 0, materials: 0, wages: 0, rent: 0 };
    const result = await imported(smallExport([april, zeros]));
    expect(result.notes).toEqual(['May 2025 has not begun and has no amounts: left out.']);
    expect((await statements()).map(({ period }) => period)).toEqual(['2025-04']);
  });

  it('reads and ties a column of several months, and does not store it', async () => {
    const quarter = { ...MARCH, heading: 'Jan - Mar 2025' };
    const result = await imported(smallExport([quarter]));
    expect([result.stored, result.problems]).toEqual([false, []]);
    expect(result.statements.map(({ period, from, to }) => [period, from, to])).toEqual([
      [null, '2025-01-01', '2025-03-31'],
    ]);
    expect(result.notes.join()).toContain('export it by month');
    expect(await statements()).toEqual([]);
  });

  it('gives accounts the ids that the Web Connector knows, so that a mapping by id holds', async () => {
    await (await serveBooks(use().database)).update();
    await confirm();
    await imported(smallExport([FEBRUARY]));
    const lines = await use().database.prisma.statementLine.findMany({ where: { period: '2025-02', version: 2 } });
    const ids = Object.fromEntries(lines.map(({ account, accountId }) => [account, accountId]));
    expect(ids).toMatchObject({ 'Managed Services': '80000001-1', 'Payroll Expenses:Wages': '80000008-1', Rent: null });
    expect(await stored('2025-02')).toMatchObject({ mrr: '4100.05', payroll_total: '653' });
  });

  it('says where a month was stored in another basis before (fault 8: basis neither asked nor kept)', async () => {
    await imported(smallExport([FEBRUARY]));
    const result = await imported(smallExport([FEBRUARY], { basis: 'Cash' }));
    expect(result.notes).toEqual(['February 2025 was stored in accrual basis before; the file is in cash basis.']);
    expect((await statements()).map(({ basis }) => basis)).toEqual(['accrual', 'cash']);
  });

  it('keeps what was entered by hand (fault 4: hand-entered values overwritten)', async () => {
    await enter(use().database, '2025-02', { mrr: '5000', employees: '8.5' });
    await confirm();
    const result = await imported(smallExport([FEBRUARY]));
    expect(result.months[0]?.notes).toContain('(MRR) keeps its manual entry');
    const { prisma } = use().database;
    const rows = await prisma.monthlyMetric.findMany({ where: { period: '2025-02', dataSource: 'manual' } });
    expect(rows.map(({ metricName, metricValue }) => [metricName, metricValue.toString()]).sort()).toEqual([
      ['employees', '8.5'],
      ['mrr', '5000'],
    ]);
  });

  it('keeps the values of a closed month, and finds the drift (fault 10: a later difference unseen)', async () => {
    await confirm();
    await imported(smallExport([FEBRUARY]));
    await closePeriod(scope(), { period: parseMonth('2025-02') });
    const result = await imported(smallExport([{ ...FEBRUARY, wages: 1539.12 }]));
    expect([result.months[0]?.version, result.changes]).toEqual([2, []]);
    const findings = await use().database.prisma.finding.findMany({ where: { kind: 'drift', resolvedAt: null } });
    expect(findings.map(({ metricName }) => metricName).sort()).toEqual(['payroll_total', 'total_expenses_qb']);
    expect(findings[0]?.message).toContain('Payroll Expenses:Wages');
  });

  it('proposes a mapping from an IIF list, whose accounts can be named from then on', async () => {
    const list = [
      '!ACCNT\tNAME\tACCNTTYPE\tACCNUM\tEXTRA',
      'ACCNT\tManaged Services\tINC\t4010\t',
      'ACCNT\tSpare Parts\tCOGS\t5100\t',
      'ACCNT\tChecking\tBANK\t1000\t',
    ].join('\r\n');
    const bytes = new TextEncoder().encode(list);
    const preview = await importBooks(scope(), { bytes, fileName: 'chart.iif', dryRun: true });
    expect([
      preview.stored,
      (await reviewBooks(scope(), await readMappingVersions(scope()), { months: 3 })).versions,
    ]).toEqual([false, []]);
    const result = await importBooks(scope(), { bytes, fileName: 'chart.iif', dryRun: false });
    expect([result.stored, result.mapping, result.statements, result.problems]).toEqual([true, 'proposed', [], []]);
    const review = await reviewBooks(scope(), await readMappingVersions(scope()), { months: 3 });
    expect(review.proposal?.metrics.mrr).toEqual([of('income', 'Managed Services', true)]);
    expect(review.accounts.map(({ account, section }) => [account, section])).toEqual([
      ['Managed Services', 'income'],
      ['Spare Parts', 'cogs'],
    ]);
    const reclassify = [of('cogs', 'Spare Parts')];
    await saveMapping(
      scope(),
      {
        from: '2024-01',
        reason: 'r',
        mapping: { ...MAPPING, metrics: { ...MAPPING.metrics, nrr: 'none', payroll_total: 'none' }, reclassify },
      },
      { confirm: true },
    );
    expect((await importBooks(scope(), { bytes, fileName: 'chart.iif', dryRun: false })).mapping).toBe('confirmed');
    expect(
      (await reviewBooks(scope(), await readMappingVersions(scope()), { months: 3 })).confirmed?.reclassify,
    ).toEqual(reclassify);
  });

  it('needs books:manage before anything is read, and an organization that exists', async () => {
    const editor: Viewer = { ...scope().viewer, roles: ['editor'] };
    const asked = { bytes: smallExport([FEBRUARY]), ...FILE };
    await expect(importBooks({ ...scope(), viewer: editor }, asked)).rejects.toThrow(ForbiddenError);
    const elsewhere = scopeOn(use().database, undefined, 7);
    await expect(importBooks(elsewhere, asked)).rejects.toThrow(OrganizationNotFoundError);
  });

  it('keeps the last part of a name, without what a database cannot hold', async () => {
    const fileName = `C:\\Exports\\2025\u0000 ${'x'.repeat(200)}.csv`;
    const result = await importBooks(scope(), { bytes: smallExport([FEBRUARY]), fileName, dryRun: false });
    expect(result.fileName).toMatch(/^2025 x{95}$/);
  });
});
