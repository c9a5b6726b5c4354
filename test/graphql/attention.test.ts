import { beforeEach, expect, it } from 'vitest';
import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { recordDrill } from '#src/service/backup/health.ts';
import { connectBooks, pauseBooks } from '#src/service/books/connect.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import type { Drill } from '#src/store/backup-drills.ts';
import { failEntries, openEntries } from '#src/store/collection-log.ts';
import { endRun, insertRun, type RunStatus } from '#src/store/collection-runs.ts';
import { replaceFindings } from '#src/store/findings.ts';
import { saveCollectionSwitch } from '#src/store/settings.ts';
import { keepStatements, statementOf } from '../kit/books/keep-statements.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { ORGANIZATION_ID, scopeOn } from '../kit/services.ts';
import { NOW, openApi } from './api.ts';
import { enterMonths, monthsUpTo, storeMonths, WHOLE_MONTH } from './books.ts';

/** The months that are looked at for missing inputs, and the one that is running. */
const ENDED = monthsUpTo(parseMonth('2026-06'), 13);
const RUNNING = parseMonth('2026-07');
const COMPLETE = { ...WHOLE_MONTH, prospects_to_pbr: 2 };

function without(...keys: readonly string[]) {
  return Object.fromEntries(Object.entries(COMPLETE).filter(([key]) => !keys.includes(key)));
}

/** 22:30 of the evening before, in Chicago: ten and a half hours before `NOW`. */
const DUE_AT = new Date('2026-07-10T03:30:00Z');
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

const ITEM = '__typename severity message action';
const EVERYTHING = `{ organization { attention { ${ITEM}
  ... on ThresholdBreach { definition { key } period value formatted thresholds { type bound value } }
  ... on OpenFindings { count newest { period metric kind } }
  ... on MissingInputs { period inputs { definition { key } supplier { key name } } }
  ... on BooksConsentProblem { state company endsAt }
  ... on BooksProblem { kind }
  ... on BackupProblem { drill lastDrillAt }
  ... on CollectionProblem { problem dueAt run { id status requestedBy } failures { vendor { key } message } }
} } }`;

const DISABLED = {
  __typename: 'CollectionProblem',
  severity: 'NOTICE',
  message: 'The nightly collection is disabled.',
  action: 'Review what has been collected so far, then enable it.',
  problem: 'DISABLED',
  dueAt: null,
  run: null,
  failures: [],
};

describeOnBothDatabases('what needs attention', (use) => {
  beforeEach(() => emptyDatabase(use()));

  /** A handler that has read nothing yet. */
  const attention = async (query = EVERYTHING, now = NOW) => {
    const answer = await openApi(use(), now).ask(query);
    return (answer['organization'] as { attention: Record<string, unknown>[] }).attention;
  };

  const completeYear = () => storeMonths(use().database, [...ENDED, RUNNING], COMPLETE);

  const enable = (since = LONG_AGO, organizationId = ORGANIZATION_ID) =>
    saveCollectionSwitch(use().database.prisma, organizationId, { enabled: true, since, setBy: 'tester' });

  const limit = (metricName: string, thresholdType: string, bound: string, thresholdValue: string) =>
    use().database.prisma.threshold.create({
      data: { organizationId: ORGANIZATION_ID, metricName, thresholdType, bound, thresholdValue },
    });

  /** A run that ended as `status`, with ConnectWise failing in two months for the same reason and NinjaOne in one. */
  const ranAs = async (status: Exclude<RunStatus, 'running'>, scheduledFor: Date | null = null) => {
    const { prisma, vendorIds } = use().database;
    const about = { force: false, reason: null, requestedBy: 'tester', host: 'host', processId: 1 };
    const startedAt = new Date('2026-07-10T12:00:00Z');
    const id = await insertRun(prisma, ORGANIZATION_ID, { trigger: 'cli', scheduledFor, startedAt, ...about });
    if (status !== 'success') {
      const scope = { organizationId: ORGANIZATION_ID, runId: id, vendorId: vendorIds.connectwise };
      await openEntries(prisma, scope, { months: ENDED.slice(-2), startedAt });
      await failEntries(prisma, scope, { message: 'ConnectWise refused the key.', endedAt: startedAt });
    }
    if (status === 'failed') {
      const scope = { organizationId: ORGANIZATION_ID, runId: id, vendorId: vendorIds.ninjaone };
      await openEntries(prisma, scope, { months: ENDED.slice(-1), startedAt });
      await failEntries(prisma, scope, { message: 'NinjaOne did not answer.', endedAt: startedAt });
    }
    await endRun(prisma, ORGANIZATION_ID, { id, status, endedAt: startedAt });
    return id;
  };

  it('is nothing where all is well', async () => {
    await completeYear();
    await enable();
    await ranAs('success', DUE_AT);
    expect(await attention()).toEqual([]);
  });

  it('is a value outside its thresholds, in the running periods and those that ended last', async () => {
    await completeYear();
    await enable();
    await ranAs('success', DUE_AT);
    await limit('employees', 'warning', 'max', '8');
    await limit('employees', 'critical', 'max', '8.5');
    await limit('nrr', 'warning', 'min', '0');
    await limit('lost_mrr', 'warning', 'max', '1000');
    await limit('rhem', 'warning', 'max', '5');
    const action = 'Check its breakdown; if the limit is wrong, change the threshold.';
    const breach = (period: string, label: string) => ({
      __typename: 'ThresholdBreach',
      severity: 'CRITICAL',
      message: `Employees of ${label} is 9, above the critical maximum of 8.5.`,
      action,
      definition: { key: 'employees' },
      period,
      value: '9',
      formatted: '9',
      thresholds: [
        { type: 'CRITICAL', bound: 'MAX', value: '8.5' },
        { type: 'WARNING', bound: 'MAX', value: '8' },
      ],
    });
    const warning = (key: string, period: string, texts: readonly [string, string, string]) => ({
      __typename: 'ThresholdBreach',
      severity: 'WARNING',
      message: texts[2],
      action,
      definition: { key },
      period,
      value: texts[0],
      formatted: texts[1],
      thresholds: [
        { type: 'WARNING', ...(key === 'nrr' ? { bound: 'MIN', value: '0' } : { bound: 'MAX', value: '1000' }) },
      ],
    });
    expect(await attention()).toEqual([
      breach('2026-07', 'July 2026 (not ended yet)'),
      breach('2026-06', 'June 2026'),
      breach('2026-Q3', 'Q3 2026 (not ended yet)'),
      breach('2026-Q2', 'Q2 2026'),
      warning('nrr', '2026-07', [
        '-2044',
        '-$2,044.00',
        'Non-Recurring Revenue (NRR) of July 2026 (not ended yet) is -$2,044.00, below the warning minimum of $0.00.',
      ]),
      warning('nrr', '2026-06', [
        '-2044',
        '-$2,044.00',
        'Non-Recurring Revenue (NRR) of June 2026 is -$2,044.00, below the warning minimum of $0.00.',
      ]),
      warning('lost_mrr', '2026-Q2', [
        '1500',
        '$1,500.00',
        'Lost MRR (churn) of Q2 2026 is $1,500.00, above the warning maximum of $1,000.00.',
      ]),
    ]);
  });

  it('is findings that nobody has acknowledged and that still hold', async () => {
    await completeYear();
    await enable();
    await ranAs('success', DUE_AT);
    const { database } = use();
    const found = (day: string, value: number) => ({
      kind: 'large_change' as const,
      month: parseMonth(day),
      metric: 'seats_managed',
      value: new Decimal(value),
      previousValue: null,
      message: 'Look.',
    });
    const months = ENDED.slice(-4);
    await database.transaction((tx) =>
      replaceFindings(
        tx,
        ORGANIZATION_ID,
        {
          scope: { months, metrics: ['seats_managed'], kinds: ['large_change'], vendorId: null },
          findings: months.map((month, index) => found(month, index)),
        },
        { runId: null, at: NOW },
      ),
    );
    const { prisma } = database;
    const acknowledgement = { acknowledgedAt: NOW, acknowledgedBy: 'tester' };
    await prisma.finding.updateMany({ where: { period: '2026-03' }, data: acknowledgement });
    await prisma.finding.updateMany({ where: { period: '2026-04' }, data: { resolvedAt: NOW } });
    const finding = (period: string) => ({ period, metric: 'seats_managed', kind: 'LARGE_CHANGE' });
    expect(await attention()).toEqual([
      {
        __typename: 'OpenFindings',
        severity: 'WARNING',
        message: '2 findings are not acknowledged.',
        action:
          'Compare each value with its source; acknowledge the finding if the value is right, else correct the value.',
        count: 2,
        newest: [finding('2026-06'), finding('2026-05')],
      },
    ]);
  });

  it('is what an ended month lacks, with who supplies it, and neither a closed month nor the running one', async () => {
    const { database } = use();
    const whole = ENDED.filter((month) => !['2025-06', '2026-01', '2026-06'].includes(month));
    await storeMonths(database, whole, COMPLETE);
    await enterMonths(database, {
      '2026-06': without('endpoints_managed', 'seats_managed', 'mrr'),
      '2025-06': without('employees'),
      '2026-01': { nrr: 1 },
    });
    await database.prisma.periodClosing.create({
      data: { organizationId: ORGANIZATION_ID, period: '2026-01', closedAt: NOW, closedBy: 'tester' },
    });
    await enable();
    await ranAs('success', DUE_AT);
    const input = (key: string, supplier: string, name: string) => ({
      definition: { key },
      supplier: { key: supplier, name },
    });
    expect(await attention()).toEqual([
      {
        __typename: 'MissingInputs',
        severity: 'WARNING',
        message: 'June 2026 is missing 3 inputs: Endpoints Managed, Seats Managed, Monthly Recurring Revenue (MRR).',
        action:
          'NinjaOne keeps no history: without a device snapshot of the month, enter its device counts by hand. Import the figures from QuickBooks, or enter them by hand.',
        period: '2026-06',
        inputs: [
          input('endpoints_managed', 'NINJAONE', 'NinjaOne'),
          input('seats_managed', 'NINJAONE', 'NinjaOne'),
          input('mrr', 'QUICKBOOKS', 'QuickBooks'),
        ],
      },
      {
        __typename: 'MissingInputs',
        severity: 'NOTICE',
        message: 'June 2025 is missing an input: Employees.',
        action: 'Enter the manual metrics.',
        period: '2025-06',
        inputs: [input('employees', 'MANUAL', 'Manual')],
      },
    ]);
  });

  it.each([
    ['failed', 'CRITICAL', 'failed; nothing was stored.'],
    ['partial', 'WARNING', 'collected nothing from ConnectWise.'],
  ] as const)('is a collection that %s, with each vendor’s message once', async (status, severity, ending) => {
    await completeYear();
    const id = await ranAs(status);
    const connectWise = { vendor: { key: 'CONNECTWISE' }, message: 'ConnectWise refused the key.' };
    const ninjaOne = { vendor: { key: 'NINJAONE' }, message: 'NinjaOne did not answer.' };
    expect(await attention()).toEqual([
      {
        __typename: 'CollectionProblem',
        severity,
        message: `The collection of 2026-07-10T12:00:00.000Z ${ending}`,
        action: 'Follow each vendor’s message, check the setup with `qbr doctor`, then collect again.',
        problem: status.toUpperCase(),
        dueAt: null,
        run: { id, status: status.toUpperCase(), requestedBy: 'tester' },
        failures: status === 'failed' ? [ninjaOne, connectWise] : [connectWise],
      },
      DISABLED,
    ]);
  });

  it('is a scheduled collection that has not run, after a grace of 15 minutes', async () => {
    await completeYear();
    await enable();
    const late = {
      __typename: 'CollectionProblem',
      severity: 'WARNING',
      message: 'The collection scheduled for 2026-07-10T03:30:00.000Z has not run.',
      action:
        'Check that `qbr serve` is running with the configured schedule; it catches up on a run missed by at most 12 hours. Start an earlier one by hand.',
      problem: 'LATE',
      dueAt: DUE_AT.toISOString(),
      run: null,
      failures: [],
    };
    const after = (minutes: number) => new Date(DUE_AT.getTime() + minutes * 60_000);
    expect(await attention(EVERYTHING, after(15))).toEqual([]);
    expect(await attention(EVERYTHING, after(16))).toEqual([late]);
    expect(await attention(EVERYTHING, NOW)).toEqual([late]);
    // Also when it is too late to be made up.
    expect(await attention(EVERYTHING, after(23 * 60))).toEqual([late]);
    await ranAs('success', DUE_AT);
    expect(await attention()).toEqual([]);
  });

  it('is a consent of QuickBooks Online, two weeks before it ends and from then on', async () => {
    await completeYear();
    await enable(NOW);
    const day = (days: number) => new Date(NOW.getTime() + days * 24 * 3_600_000);
    const consent = {
      consentedAt: LONG_AGO,
      refreshTokenExpiresAt: day(14.01),
      refreshToken: 'v1.sealed',
      endedAt: null,
    };
    const company = { realmId: '1', companyName: 'Example MSP, LLC', connectedBy: 'Ann' };
    await use().database.prisma.booksOnline.create({
      data: { organizationId: ORGANIZATION_ID, ...company, ...consent },
    });
    const becomes = async (data: object) => {
      await use().database.prisma.booksOnline.update({
        where: { organizationId: ORGANIZATION_ID },
        data: { ...consent, ...data },
      });
      return attention();
    };
    expect(await attention()).toEqual([]);
    const item = {
      __typename: 'BooksConsentProblem',
      company: 'Example MSP, LLC',
      action: 'As an admin, connect QuickBooks Online again in the settings.',
    };
    const ending = (endsAt: Date) => ({
      ...item,
      severity: 'WARNING',
      state: 'ENDING',
      endsAt: endsAt.toISOString(),
    });
    expect(await becomes({ refreshTokenExpiresAt: day(14) })).toEqual([
      {
        ...ending(day(14)),
        message: `The consent to read the books of Example MSP, LLC in QuickBooks Online ends at ${day(14).toISOString()}.`,
      },
    ]);
    // Five years, however often it is used.
    const longAgo = new Date('2021-07-20T00:00:00Z');
    const fiveYears = new Date('2026-07-20T00:00:00Z');
    const used = { consentedAt: longAgo, refreshTokenExpiresAt: day(100) };
    expect(await becomes(used)).toMatchObject([ending(fiveYears)]);
    for (const data of [{ refreshTokenExpiresAt: day(-1) }, { refreshToken: null, endedAt: day(-1) }]) {
      expect(await becomes(data)).toEqual([
        {
          ...item,
          severity: 'CRITICAL',
          state: 'ENDED',
          endsAt: day(-1).toISOString(),
          message: `The consent to read the books of Example MSP, LLC in QuickBooks Online ended at ${day(-1).toISOString()}; its months are no longer read.`,
        },
      ]);
    }
  });

  it('is a statement while no mapping is confirmed', async () => {
    await completeYear();
    await enable(NOW);
    await keepStatements(use().database, [statementOf('2026-06', [['income', 'Managed Services', '1']])], NOW);
    const message = 'Statements of the books are stored, but no mapping of accounts is confirmed: nothing is computed.';
    const action =
      'Confirm a mapping on the page Books, or with `qbr books mapping export` and `qbr books mapping import --confirm`.';
    const item = { __typename: 'BooksProblem', severity: 'WARNING', kind: 'UNCONFIRMED', message, action };
    expect(await attention()).toEqual([item]);
    const draft = { from: '2026-01', reason: 'Look', mapping: EMPTY_MAPPING };
    await saveMapping(scopeOn(use().database, NOW), draft, { confirm: false });
    expect(await attention()).toEqual([item]);
    await saveMapping(scopeOn(use().database, NOW), draft, { confirm: true });
    expect(await attention()).toEqual([]);
  });

  it('is a Web Connector that has not called for three days, unless it is paused', async () => {
    await completeYear();
    await enable(NOW);
    const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
    await connectBooks(scopeOn(use().database, NOW), { publicUrl: 'https://qbr.example.com' });
    expect(await attention(EVERYTHING, later(72))).not.toContainEqual(expect.objectContaining({ kind: 'SILENT' }));
    expect(await attention(EVERYTHING, later(73))).toContainEqual({
      ...{ __typename: 'BooksProblem', severity: 'WARNING', kind: 'SILENT' },
      message: `The Web Connector has never brought the books, though it has had a password since ${NOW.toISOString()}.`,
      action: 'Check that the Web Connector runs, with this application, its password and a schedule.',
    });
    await pauseBooks(scopeOn(use().database, NOW), true);
    expect(await attention(EVERYTHING, later(73))).not.toContainEqual(expect.objectContaining({ kind: 'SILENT' }));
  });

  it('is a backup that is not proven: never once there is something to lose, overdue after eight days, or failed', async () => {
    await completeYear();
    await enable();
    await ranAs('success', DUE_AT);
    const at = (days: number) => new Date(NOW.getTime() + days * 24 * 3_600_000);
    const backups = async (days: number) => {
      const items = await attention(EVERYTHING, at(days));
      return items.filter(({ __typename }) => __typename === 'BackupProblem');
    };
    const common = { __typename: 'BackupProblem', lastDrillAt: null };
    const { database } = use();
    await connectBooks(scopeOn(database, NOW), { publicUrl: 'https://qbr.example.com' });
    expect(await backups(8)).toEqual([]);
    const never = {
      ...{ ...common, severity: 'NOTICE', drill: 'NEVER' },
      message: 'No backup has been made by this program, and none has been restored on trial.',
      action: expect.stringContaining('qbr backup drill FOLDER'),
    };
    expect(await backups(8.1)).toEqual([never]);
    const drill = { fileName: 'one.backup', host: 'host', backup: { bytes: 1, rows: 1, digest: 'a'.repeat(64) } };
    const ran = (days: number, failure: Drill['failure'] = null) =>
      recordDrill(scopeOn(database, at(days)), { ...drill, startedAt: at(days), endedAt: at(days), failure });
    await ran(9);
    expect(await backups(17)).toEqual([]);
    expect(await backups(17.1)).toEqual([
      {
        ...{ ...common, severity: 'WARNING', drill: 'OVERDUE', lastDrillAt: at(9).toISOString() },
        message: `No backup has been restored on trial since ${at(9).toISOString()}, more than 8 days.`,
        action: 'Check the timer that runs `qbr backup drill`, or run it now.',
      },
    ]);
    await ran(10, { step: 'restore', problem: 'The backup is truncated.' });
    const failed = {
      ...{ ...common, severity: 'CRITICAL', drill: 'FAILED', lastDrillAt: at(10).toISOString() },
      message: `The backup drill of ${at(10).toISOString()} failed, the backup could not be restored: The backup is truncated.`,
      action: expect.stringContaining('run `qbr backup drill` again'),
    };
    expect(await backups(10)).toEqual([failed]);
    await ran(10.5);
    expect(await backups(11)).toEqual([]);
  });

  it('tells each organization of its own schedule', async () => {
    await use().database.prisma.organization.create({ data: { id: 2, name: 'Another' } });
    const problemsOf = async (organizationId: number) => {
      const asked = `{ organization(id: ${organizationId}) { attention { ... on CollectionProblem { problem } } } }`;
      const answer = await openApi(use()).ask(asked);
      const { attention: items } = answer['organization'] as { attention: { problem?: string }[] };
      return items.flatMap(({ problem }) => problem ?? []);
    };
    expect([await problemsOf(1), await problemsOf(2)]).toEqual([['DISABLED'], ['DISABLED']]);
    await enable(LONG_AGO, 2);
    expect([await problemsOf(1), await problemsOf(2)]).toEqual([['DISABLED'], ['LATE']]);
  });

  it('costs as many SQL statements, however much there is to tell', async () => {
    const { prisma } = use().database;
    const count = async () => (await use().statementsOf(() => attention())).length;
    const find = (period: string) => ({ organizationId: ORGANIZATION_ID, period, metricName: 'nrr', message: 'Look.' });
    await enable();
    await ranAs('failed');
    for (const metric of ['rhem', 'employees']) await limit(metric, 'warning', 'min', '1000000');
    await prisma.finding.create({ data: { ...find('2026-06'), kind: 'large_change', value: 1 } });
    const little = await count();
    for (const metric of ['agreements', 'technical_employees', 'seats_managed', 'nrr', 'avg_aisp']) {
      await limit(metric, 'warning', 'min', '1000000');
    }
    await storeMonths(use().database, [...ENDED, RUNNING], WHOLE_MONTH);
    await prisma.finding.createMany({ data: ENDED.map((month) => ({ ...find(month), kind: 'drift', value: 1 })) });
    expect(await attention('{ organization { attention { __typename } } }')).toHaveLength(2 + 26 + 1 + 13);
    expect({ little, much: await count() }).toEqual({ little: 20, much: 20 });
  });
});
