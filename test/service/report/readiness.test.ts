import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_MAPPING } from '#src/core/books/account-mapping.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthRange, parsePeriod } from '#src/core/period.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReadiness } from '#src/service/report/readiness.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, enter, NOW, readerSaying, type Said, scopeOn, TESTER } from '../../kit/services.ts';
import { serveBooks } from '../books/harness.ts';

const MONTHS = monthRange('2024-04' as Month, '2025-04' as Month);
/** Half past ten in the evening of Chicago, on the first day of a month. */
const nightOf = (month: string, day = '01') => new Date(`${month}-${day}T04:30:00Z`);

describeOnBothDatabases('how far a period can still move', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const readiness = (period: string, at = NOW) => {
    const { database } = use();
    return createReadiness(createReport(scopeOn(database, at), createSnapshots(database)), parsePeriod(period));
  };
  const blockers = async (period: string, at?: Date) =>
    (await readiness(period, at).blockers()).map(({ kind, message }) => `${kind}: ${message}`);
  /** What ConnectWise says from now on. */
  let said: Said = {};
  const night = (at: Date, options: { readonly force?: boolean; readonly months?: readonly Month[] } = {}) =>
    collectionFor(use().database, {
      readers: { connectwise: readerSaying(() => said), ninjaone: null },
      clock: () => at,
    }).run({
      ...{ trigger: 'cli', viewer: TESTER },
      ...(options.force && { force: { reason: 'corrected at the vendor' } }),
      ...(options.months && { months: options.months }),
    });
  const say = (created: number, months: readonly Month[] = MONTHS) => {
    const values = { reactive_tickets_created: created, reactive_tickets_closed: 90, reactive_time_spent: '40.50' };
    said = { ...said, ...Object.fromEntries(months.map((month) => [month, values])) };
  };
  const settled = async (period: string, key: string, at?: Date) => {
    const found = (await readiness(period, at).settled()).find(({ definition }) => definition.key === key);
    return found && [found.first?.toFixed(), found.now?.toFixed(), found.changes, found.lastChangedAt];
  };
  const typical = async (key: string, at?: Date) => {
    const found = (await readiness('2025-03', at).typicalRestatement()).find((each) => each.definition.key === key);
    return found && [found.median?.toFixed() ?? null, found.p90?.toFixed() ?? null, found.months, found.reason];
  };
  beforeEach(() => {
    said = {};
    say(100);
  });

  it('begins with the first collection after the end, whatever moved before it', async () => {
    await night(nightOf('2025-03', '15'));
    say(120);
    await night(nightOf('2025-04', '03'));
    expect(await settled('2025-03', 'reactive_tickets_created')).toEqual(['120', '120', 0, null]);
    say(126);
    // Frozen: reported as drift, and not stored.
    await night(nightOf('2025-04', '04'));
    expect(await settled('2025-03', 'reactive_tickets_created')).toEqual(['120', '120', 0, null]);
    const forced = nightOf('2025-04', '05');
    await night(forced, { force: true });
    expect(await settled('2025-03', 'reactive_tickets_created')).toEqual(['120', '126', 1, forced]);
  });

  it('of an entry begins with its first value, and follows what is calculated from it', async () => {
    const { database } = use();
    const [first, second] = [nightOf('2025-04', '03'), nightOf('2025-04', '06')];
    await enter(database, '2025-03', { total_income: 100, nrr: 10, mrr: 20, orr: 30 }, first);
    await enter(database, '2025-03', { nrr: 15 }, second);
    expect(await settled('2025-03', 'nrr')).toEqual(['10', '15', 1, second]);
    expect(await settled('2025-03', 'mrr')).toEqual(['20', '20', 0, null]);
    expect(await settled('2025-03', 'product_sales')).toEqual(['40', '35', 1, second]);
    expect(await settled('2025-03', 'lost_mrr')).toBeUndefined();
  });

  it('of a quarter is that of its months since the quarter’s end', async () => {
    const { database } = use();
    await enter(database, '2025-01', { new_mrr: 10 }, nightOf('2025-02', '05'));
    await enter(database, '2025-01', { new_mrr: 11 }, nightOf('2025-03', '05'));
    await enter(database, '2025-02', { new_mrr: 20 }, nightOf('2025-03', '05'));
    await enter(database, '2025-03', { new_mrr: 30 }, nightOf('2025-04', '05'));
    const last = nightOf('2025-04', '08');
    await enter(database, '2025-02', { new_mrr: 25 }, last);
    expect(await settled('2025-Q1', 'new_mrr')).toEqual(['61', '66', 1, last]);
    expect(await settled('2025-01', 'new_mrr')).toEqual(['10', '11', 1, nightOf('2025-03', '05')]);
  });

  it('is not said of a period that has not ended', async () => {
    await night(NOW);
    expect(await readiness('2025-04').settled()).toEqual([]);
    expect(await readiness('2025-Q2').settled()).toEqual([]);
    expect(await readiness('2025-06').settled()).toEqual([]);
  });

  it('says what is typical from three months on, and before that how many there are', async () => {
    for (const [ended, next] of [
      ['2024-12', '2025-01'],
      ['2025-01', '2025-02'],
    ] as const) {
      await night(nightOf(next, '02'), { months: [ended as Month] });
    }
    const at = nightOf('2025-02', '20');
    const tooFew = 'Only 2 of the last 12 ended months can be compared; at least 3 are needed';
    expect(await typical('reactive_tickets_created', at)).toEqual([null, null, 2, tooFew]);
    await night(nightOf('2025-03', '02'), { months: ['2025-02' as Month] });
    await night(nightOf('2025-04', '02'), { months: ['2025-03' as Month] });
    const corrections = Object.entries({ '2024-12': 101, '2025-01': 98, '2025-02': 104 });
    for (const [month, created] of corrections) {
      say(created, [month as Month]);
      // What is not forced stays as it was, and differs from what the vendor has.
      await night(nightOf('2025-04', '10'), { force: month !== '2025-02', months: [month as Month] });
    }
    expect(await typical('reactive_tickets_created')).toEqual(['0.015', '0.04', 4, null]);
    expect(await typical('reactive_time_spent')).toEqual(['0', '0', 4, null]);
    expect(await typical('endpoints_managed')).toBeUndefined();
    // March 2024 to February 2025 were the last twelve then.
    expect((await typical('reactive_tickets_created', nightOf('2026-03', '20')))?.[2]).toBe(1);
  });

  describe('is held up', () => {
    it('by a period that runs or has not begun', async () => {
      expect(await blockers('2025-04')).toEqual(['running: April 2025 is still running.']);
      expect(await blockers('2025-06')).toEqual(['running: June 2025 has not begun.']);
      const [first, ...others] = await blockers('2025-Q2', nightOf('2025-05', '10'));
      expect(first).toBe('running: Q2 2025 is still running.');
      expect(others).toEqual([expect.stringMatching(/^inputs missing: April 2025 is missing 23 inputs: /)]);
    });

    it('by missing inputs, and by a vendor that was not collected since its end', async () => {
      await enterAll('2025-03', ['lost_mrr', 'new_mrr', 'reactive_tickets_created']);
      await night(nightOf('2025-03', '20'));
      expect(await blockers('2025-03')).toEqual([
        'inputs missing: March 2025 is missing 2 inputs: New MRR, Lost MRR.',
        'not collected: ConnectWise has not been collected since March 2025 ended.',
      ]);
      await night(nightOf('2025-04', '02'));
      await enter(use().database, '2025-03', { lost_mrr: 1, new_mrr: 2 });
      expect(await blockers('2025-03')).toEqual([]);
    });

    it('by findings that are not acknowledged', async () => {
      await enterAll('2025-03');
      await enter(use().database, '2025-03', { employee_expense: 75, payroll_total: 500 });
      expect(await blockers('2025-03')).toEqual(['findings open: 1 finding is not acknowledged.']);
      await acknowledgeFinding(scopeOn(use().database), { id: 1, note: 'right' });
      expect(await blockers('2025-03')).toEqual([]);
    });

    it('by a value that the vendor has otherwise now, or that was never compared', async () => {
      await enterAll('2025-03', ['reactive_tickets_created', 'reactive_tickets_closed', 'reactive_time_spent']);
      await night(nightOf('2025-04', '02'));
      expect(await blockers('2025-03')).toEqual([]);
      say(126);
      await night(nightOf('2025-04', '03'));
      const differs =
        'not tied: What is stored of March 2025 differs from what the vendor has now: Reactive Tickets Created.';
      expect(await blockers('2025-03')).toContain(differs);
      await use().database.prisma.tieOut.deleteMany();
      expect(await blockers('2025-03')).toContain(
        'not tied: March 2025 has not been compared with ConnectWise: Reactive Tickets Created, Reactive Tickets Closed and Total Time on Reactive Tickets (hours).',
      );
    });

    it('by books that neither QuickBooks nor an admin has closed', async () => {
      const { database } = use();
      const books = await serveBooks(database);
      await books.update();
      const metrics = { ...EMPTY_MAPPING.metrics, nrr: 'none', mrr: 'none', orr: 'none' } as const;
      const mapping = {
        ...EMPTY_MAPPING,
        metrics: { ...metrics, misc_revenue: 'none', payroll_total: 'none', uncategorized_expenses: 'none' },
      } as const;
      await saveMapping(scopeOn(database), { from: '2024-01', reason: 'x', mapping }, { confirm: true });
      const open = (months: string) =>
        `books not closed: The books of ${months} are not closed, here or in QuickBooks.`;
      const ofBooks = async (period: string) =>
        (await blockers(period)).filter((each) => each.startsWith('books')).join();
      expect(await ofBooks('2025-Q1')).toBe(open('February 2025 and March 2025'));
      books.advance(3_600_000);
      await books.update(books.company({ closingDate: '2025-02-28' }));
      expect(await ofBooks('2025-Q1')).toBe(open('March 2025'));
      await closePeriod(scopeOn(database), { period: '2025-03' });
      expect(await ofBooks('2025-Q1')).toBe('');
    });
  });

  it('costs as many statements for a quarter as for a month, and reads only what is asked for', async () => {
    await night(nightOf('2025-04', '02'));
    const { statementsOf } = use();
    const costs = async (period: string) => {
      const count = async (ask: (asked: ReturnType<typeof readiness>) => Promise<unknown>) =>
        (await statementsOf(() => ask(readiness(period)))).length;
      return [
        await count(async () => undefined),
        await count(({ blockers: ask }) => ask()),
        await count(({ settled: ask }) => ask()),
        await count(async (all) =>
          Promise.all([all.blockers(), all.settled(), all.typicalRestatement(), all.settled()]),
        ),
      ];
    };
    expect({ month: await costs('2025-03'), quarter: await costs('2025-Q1') }).toEqual({
      month: [0, 6, 4, 10],
      quarter: [0, 6, 4, 10],
    });
  });

  /** Enters all that a month needs, but for some. */
  const enterAll = (month: string, but: readonly string[] = []) => {
    const inputs = METRICS.filter(({ formula, key }) => formula === null && !but.includes(key));
    return enter(use().database, month, Object.fromEntries(inputs.map(({ key }) => [key, 100])), nightOf('2025-04'));
  };
});
