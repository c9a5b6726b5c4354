import { beforeEach, describe, expect, it } from 'vitest';
import { operatorViewer, SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, enter, NOW, readerSaying, type Said, storedMonth } from '../../kit/services.ts';

const JANUARY = { reactive_tickets_created: 354, reactive_tickets_closed: 355, reactive_time_spent: '146.46' };
const failing: VendorReader = {
  async read() {
    throw new VendorError(
      'ConnectWise',
      'unavailable',
      'counting tickets created in 2025-01 failed: HTTP 503 after 5 tries',
    );
  },
};

describeOnBothDatabases('collection', (use) => {
  let said: Said = {};
  let now = NOW;
  beforeEach(async () => {
    said = { '2025-01': JANUARY };
    now = NOW;
    await emptyDatabase(use());
  });

  const months = (...texts: string[]): Month[] => texts.map((text) => parseMonth(text));
  const collect = (request: Partial<CollectionRequest> = {}, connectwise: VendorReader = readerSaying(() => said)) =>
    collectionFor(use().database, { readers: { connectwise, ninjaone: null }, clock: () => now }).run({
      trigger: 'cli',
      viewer: operatorViewer('tester'),
      months: months('2025-01'),
      ...request,
    });
  const openFindings = async () => {
    const rows = await use().database.prisma.finding.findMany({ where: { resolvedAt: null }, orderBy: { id: 'asc' } });
    return rows.map((row) => [
      row.kind,
      row.period,
      row.metricName,
      row.value.toFixed(),
      row.previousValue?.toFixed() ?? null,
    ]);
  };
  const log = async () => {
    const rows = await use().database.prisma.collectionLog.findMany({
      include: { vendor: true },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => [
      row.vendor.name,
      row.period,
      row.status,
      row.metricsCollected,
      row.errorMessage ?? row.notes,
    ]);
  };

  it('stores a vendor’s values with their provenance, recalculates, freezes the ended month and logs it', async () => {
    const report = await collect();
    const { prisma, vendorIds } = use().database;
    expect(report).toMatchObject({
      runId: 1,
      status: 'success',
      vendors: [{ vendor: 'connectwise', status: 'success', findings: 0 }],
    });
    expect(await storedMonth(use().database, '2025-01')).toEqual({
      reactive_tickets_created: '354',
      reactive_tickets_closed: '355',
      reactive_time_spent: '146.46',
    });
    const row = await prisma.monthlyMetric.findFirst({ where: { metricName: 'reactive_tickets_created' } });
    expect(row).toMatchObject({
      dataSource: 'collected',
      vendorId: vendorIds.connectwise,
      collectedAt: NOW,
      manuallyEnteredBy: null,
    });
    expect(await prisma.smartNumber.findMany({ where: { kpiName: 'total_close_pct' } })).toHaveLength(2);
    expect(await prisma.periodFreeze.findMany()).toMatchObject([{ period: '2025-01', runId: 1, frozenAt: NOW }]);
    expect(await log()).toEqual([['ConnectWise', '2025-01', 'success', 3, 'Read 2025-01.']]);
    expect(await prisma.collectionRun.findMany()).toMatchObject([
      {
        id: 1,
        status: 'success',
        trigger: 'cli',
        requestedBy: 'tester',
        host: 'test-host',
        processId: 4242,
        interrupted: false,
      },
    ]);
  });

  it('collects the running month and twelve before it where no months are named', async () => {
    const report = await collectionFor(use().database, {
      readers: { connectwise: readerSaying(() => ({})), ninjaone: null },
    }).run({ trigger: 'schedule', viewer: SCHEDULE_VIEWER });
    expect([report.months.length, report.months[0], report.months.at(-1)]).toEqual([13, '2024-04', '2025-04']);
  });

  it('freezes only months that had ended when the run started', async () => {
    said = { '2025-03': JANUARY, '2025-04': JANUARY };
    now = new Date('2025-04-01T04:59:59Z');
    await collect({ months: months('2025-03') });
    expect(await use().database.prisma.periodFreeze.count()).toBe(0);
    now = new Date('2025-04-01T05:00:00Z');
    await collect({ months: months('2025-03', '2025-04') });
    expect((await use().database.prisma.periodFreeze.findMany()).map(({ period }) => period)).toEqual(['2025-03']);
  });

  it('keeps a frozen value, reports the difference as drift, and settles it when the difference disappears', async () => {
    await collect();
    said = { '2025-01': { ...JANUARY, reactive_tickets_created: 350 } };
    const report = await collect();
    expect(report.vendors[0]).toMatchObject({ status: 'success', findings: 1 });
    expect((await storedMonth(use().database, '2025-01'))['reactive_tickets_created']).toBe('354');
    expect(await openFindings()).toEqual([['drift', '2025-01', 'reactive_tickets_created', '350', '354']]);
    said = { '2025-01': JANUARY };
    await collect();
    expect(await openFindings()).toEqual([]);
  });

  it('overwrites a frozen value only with a reason, which its history and the audit trail keep', async () => {
    await collect();
    said = { '2025-01': { ...JANUARY, reactive_tickets_created: 350 } };
    await expect(collect({ force: { reason: ' ' } })).rejects.toMatchObject({ code: 'MISSING_FIELD', field: 'reason' });
    await collect({ force: { reason: 'Board renamed' } });
    expect((await storedMonth(use().database, '2025-01'))['reactive_tickets_created']).toBe('350');
    const history = await use().database.prisma.valueHistory.findMany({
      where: { metricName: 'reactive_tickets_created' },
      orderBy: { id: 'asc' },
    });
    expect(
      history.map((row) => [
        row.oldValue?.toFixed() ?? null,
        row.newValue?.toFixed(),
        row.cause,
        row.reason,
        row.runId,
      ]),
    ).toEqual([
      [null, '354', 'collection', null, 1],
      ['354', '350', 'collection', 'Board renamed', 2],
    ]);
    expect(await use().database.prisma.auditEntry.findMany()).toMatchObject([
      {
        action: 'collection.forced',
        detail: { run: 2, reason: 'Board renamed', months: ['2025-01'], vendors: ['connectwise'] },
      },
      {
        action: 'collection.overwrote',
        detail: {
          run: 2,
          vendor: 'connectwise',
          reason: 'Board renamed',
          changes: [{ metric: 'reactive_tickets_created', before: { value: '354' }, after: { value: '350' } }],
        },
      },
    ]);
  });

  it('never overwrites a manual entry, and says that it stays', async () => {
    await enter(use().database, '2025-01', { reactive_tickets_created: 300 });
    await collect({ force: { reason: 'even so' } });
    expect((await storedMonth(use().database, '2025-01'))['reactive_tickets_created']).toBe('300');
    expect(await log()).toEqual([
      ['ConnectWise', '2025-01', 'success', 2, 'Read 2025-01. Reactive Tickets Created keeps its manual entry.'],
    ]);
  });

  it('changes nothing in a closed month, not even by force, and reports drift', async () => {
    await collect();
    await use().database.prisma.periodClosing.create({
      data: { organizationId: 1, period: '2025-01', closedAt: NOW, closedBy: 'admin' },
    });
    said = { '2025-01': { ...JANUARY, reactive_tickets_created: 350 } };
    await collect({ force: { reason: 'even so' } });
    expect((await storedMonth(use().database, '2025-01'))['reactive_tickets_created']).toBe('354');
    expect(await openFindings()).toEqual([['drift', '2025-01', 'reactive_tickets_created', '350', '354']]);
  });

  it('rejects the vendor’s whole run for one negative value', async () => {
    said = { '2025-01': JANUARY, '2025-02': { ...JANUARY, reactive_time_spent: '-0.01' } };
    const report = await collect({ months: months('2025-01', '2025-02') });
    expect(report.status).toBe('failed');
    expect(await use().database.prisma.monthlyMetric.count()).toBe(0);
    expect(await use().database.prisma.periodFreeze.count()).toBe(0);
    const message = expect.stringContaining('February 2025 was collected as -0.01, which is negative');
    expect(await log()).toEqual([
      ['ConnectWise', '2025-01', 'failed', 0, message],
      ['ConnectWise', '2025-02', 'failed', 0, message],
    ]);
  });

  it('flags zeros and changes of more than half, once for the same value, and not again once acknowledged', async () => {
    said = { '2025-01': JANUARY, '2025-02': { ...JANUARY, reactive_tickets_created: 0, reactive_tickets_closed: 177 } };
    await collect({ months: months('2025-01', '2025-02') });
    const found = [
      ['suspicious_zero', '2025-02', 'reactive_tickets_created', '0', null],
      ['large_change', '2025-02', 'reactive_tickets_created', '0', '354'],
      ['large_change', '2025-02', 'reactive_tickets_closed', '177', '355'],
    ];
    expect(await openFindings()).toEqual(found);
    expect((await storedMonth(use().database, '2025-02'))['reactive_tickets_created']).toBe('0');
    await use().database.prisma.finding.updateMany({ data: { acknowledgedAt: NOW, acknowledgedBy: 'cfo' } });
    await collect({ months: months('2025-01', '2025-02') });
    expect(await use().database.prisma.finding.count()).toBe(3);
    expect(await use().database.prisma.finding.count({ where: { acknowledgedAt: null } })).toBe(0);
  });

  it('compares the running month with the one before it only from its last day on', async () => {
    said = { '2025-03': JANUARY, '2025-04': { ...JANUARY, reactive_tickets_created: 20 } };
    now = new Date('2025-04-30T04:59:59Z');
    await collect({ months: months('2025-03', '2025-04') });
    expect(await openFindings()).toEqual([]);
    now = new Date('2025-04-30T05:00:00Z');
    await collect({ months: months('2025-03', '2025-04') });
    expect(await openFindings()).toEqual([['large_change', '2025-04', 'reactive_tickets_created', '20', '354']]);
  });

  it('is partial when one vendor fails: the other is stored, the failed one has log rows that say why', async () => {
    const ninjaone = readerSaying(() => ({ '2025-01': { endpoints_managed: 597 } }));
    const collection = collectionFor(use().database, { readers: { connectwise: failing, ninjaone } });
    const report = await collection.run({
      trigger: 'cli',
      viewer: operatorViewer('tester'),
      months: months('2025-01'),
    });
    expect(report.status).toBe('partial');
    expect(await storedMonth(use().database, '2025-01')).toEqual({ endpoints_managed: '597' });
    expect(await log()).toEqual([
      [
        'ConnectWise',
        '2025-01',
        'failed',
        0,
        'ConnectWise: counting tickets created in 2025-01 failed: HTTP 503 after 5 tries',
      ],
      ['NinjaOne', '2025-01', 'success', 1, 'Read 2025-01.'],
    ]);
  });

  it('says nothing of the inside of the program when something unexpected fails', async () => {
    const broken: VendorReader = {
      read: async () => ({
        kind: 'devices',
        inventory: null,
        count: () => {
          throw new Error('SELECT secret FROM no_such_table');
        },
      }),
    };
    const report = await collect({}, broken);
    expect(report.vendors[0]?.errorMessage).toBe(
      'Unexpected error while collecting; nothing of this vendor was stored. See the log.',
    );
  });

  it('stores nothing in a dry run, not even its record, and reports what would change', async () => {
    const report = await collect({ dryRun: true });
    expect(report).toMatchObject({ runId: null, status: 'success' });
    expect(report.vendors[0]?.changes).toHaveLength(3);
    const { prisma } = use().database;
    const counts = [
      prisma.monthlyMetric,
      prisma.smartNumber,
      prisma.collectionRun,
      prisma.collectionLog,
      prisma.valueHistory,
      prisma.periodFreeze,
    ];
    expect(await Promise.all(counts.map((table) => (table as typeof prisma.monthlyMetric).count()))).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('refuses a second run at once, saying who runs, and runs again when the first has ended', async () => {
    let finish: () => void = () => undefined;
    const slow: VendorReader = {
      read: () =>
        new Promise((resolve) => {
          finish = () => resolve({ kind: 'values', readings: new Map() });
        }),
    };
    let started: (runId: number) => void = () => undefined;
    const isStarted = new Promise<number>((resolve) => {
      started = resolve;
    });
    const first = collect({ onStarted: started, onProgress: () => undefined }, slow);
    await isStarted;
    await expect(collect()).rejects.toMatchObject({
      code: 'RUN_IN_PROGRESS',
      runId: 1,
      message: expect.stringContaining('run 1, started 2025-04-15T17:00:00.000Z by tester (process 4242 on test-host)'),
    });
    while ((await use().database.prisma.collectionLog.count()) === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    finish();
    expect((await first).status).toBe('success');
    expect((await collect()).status).toBe('success');
  });

  it('closes a run that a killed program left unfinished as failed, saying so', async () => {
    const { prisma, vendorIds } = use().database;
    await prisma.collectionRun.create({
      data: {
        organizationId: 1,
        trigger: 'schedule',
        startedAt: new Date('2025-04-15T03:30:00Z'),
        status: 'running',
        requestedBy: 'schedule',
        host: 'gone',
        processId: 1,
      },
    });
    await prisma.collectionLog.create({
      data: {
        organizationId: 1,
        runId: 1,
        vendorId: vendorIds.connectwise,
        period: '2025-01',
        status: 'running',
        collectionStartedAt: new Date('2025-04-15T03:30:00Z'),
      },
    });
    const collection = collectionFor(use().database, { readers: { connectwise: failing, ninjaone: null } });
    expect(await collection.closeInterrupted()).toBe(1);
    expect(await prisma.collectionRun.findMany()).toMatchObject([
      { status: 'failed', interrupted: true, endedAt: NOW },
    ]);
    expect(await log()).toEqual([
      ['ConnectWise', '2025-01', 'failed', 0, 'The program stopped during the collection; nothing was stored.'],
    ]);
    expect(await collection.closeInterrupted()).toBe(0);
  });

  it('stops when it is told to, stores nothing of the vendor under way and says that it was stopped', async () => {
    const stop = new AbortController();
    const stopping: VendorReader = {
      read: async () => ({
        kind: 'devices',
        inventory: null,
        count: () => {
          stop.abort(new Error('the program is closing'));
          return new Map([[parseMonth('2025-01'), { values: new Map(), notes: [] }]]);
        },
      }),
    };
    const report = await collect({ signal: stop.signal }, stopping);
    expect(report.vendors[0]).toMatchObject({
      status: 'failed',
      errorMessage: 'The collection was stopped: the program is closing. Nothing of this vendor was stored.',
    });
  });

  describe('of months and vendors', () => {
    it.each([
      ['a month that has not begun', { months: months('2025-05') }, 'INVALID_PERIOD', 'period'],
      ['no month', { months: [] }, 'MISSING_FIELD', 'period'],
      ['a vendor that is not configured', { vendors: ['ninjaone'] as const }, 'INVALID_PARAMETER', 'vendor'],
    ])('refuses %s and leaves no record', async (_, request, code, field) => {
      await expect(collect(request)).rejects.toMatchObject({ code, field });
      expect(await use().database.prisma.collectionRun.count()).toBe(0);
    });
  });
});
