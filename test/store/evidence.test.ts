import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { EvidenceRow } from '#src/core/collection/evidence.ts';
import { NO_DIFFERENCES, type TieOut } from '#src/core/collection/tie-out.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import { evidenceKey, readEvidenceRows, readNewestEvidence, saveEvidence } from '#src/store/evidence.ts';
import { readTieOuts, saveTieOuts } from '#src/store/tie-outs.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { NOW, ORGANIZATION_ID } from '../kit/services.ts';

const MONTH = parseMonth('2025-01');
const HOURS = 'reactive_time_spent';
const TICKETS = 'reactive_tickets_created';

const tickets = (...ids: number[]): EvidenceRow[] => ids.map((id) => ({ id, amount: null }));
const hours = (amounts: Readonly<Record<number, string>>): EvidenceRow[] =>
  Object.entries(amounts).map(([id, amount]) => ({ id: Number(id), amount: new Decimal(amount) }));

describeOnBothDatabases('evidence and tie-outs', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const startRun = () => {
    const run = { trigger: 'schedule', scheduledFor: null, startedAt: NOW, force: false, reason: null } as const;
    const by = { requestedBy: 'schedule', host: 'host', processId: 1 };
    return insertRun(use().database.prisma, ORGANIZATION_ID, { ...run, ...by });
  };

  const save = async (metric: string, rows: readonly EvidenceRow[], isOpen = false) => {
    const { database } = use();
    const run = { organizationId: ORGANIZATION_ID, runId: await startRun(), vendorId: database.vendorIds.connectwise };
    await database.transaction((tx) =>
      saveEvidence(tx, { ...run, at: NOW, isOpen: () => isOpen }, [{ month: MONTH, metric, rows }]),
    );
    return run.runId;
  };
  const newest = () => readNewestEvidence(use().database.prisma, ORGANIZATION_ID, [MONTH]);
  const rowsOf = async (metric: string, version: number) => {
    const key = { month: MONTH, metric, version };
    return (await readEvidenceRows(use().database.prisma, ORGANIZATION_ID, [key])).get(evidenceKey(key));
  };

  it('gives the rows back in order of id, with a digest that anybody can compute', async () => {
    const runId = await save(HOURS, hours({ 90212: '1.25', 88121: '0.10', 7: '-0.333333333333' }));
    expect(await newest()).toEqual([
      {
        ...{ month: MONTH, metric: HOURS, version: 1, runId, vendorId: use().database.vendorIds.connectwise },
        ...{ rowCount: 3, sum: new Decimal('1.016667'), createdAt: NOW },
        digest: createHash('sha256').update('[[7,"-0.333333333333"],[88121,"0.1"],[90212,"1.25"]]').digest('hex'),
      },
    ]);
    expect(await rowsOf(HOURS, 1)).toEqual(hours({ 7: '-0.333333333333', 88121: '0.1', 90212: '1.25' }));
    await save(TICKETS, tickets(3, 1));
    expect(await rowsOf(TICKETS, 1)).toEqual(tickets(1, 3));
    expect((await newest()).find(({ metric }) => metric === TICKETS)?.sum).toBeNull();
  });

  it('adds a version only where the rows differ, in whatever order they are read', async () => {
    const first = await save(TICKETS, tickets(1, 2));
    await save(TICKETS, tickets(2, 1));
    expect(await newest()).toEqual([expect.objectContaining({ version: 1, runId: first })]);
    await save(TICKETS, tickets(1, 3));
    expect(await newest()).toEqual([expect.objectContaining({ version: 2, rowCount: 2 })]);
    expect(await rowsOf(TICKETS, 1)).toEqual(tickets(1, 2));
  });

  it('keeps only the newest rows of a month that is still open, and the digest of each version', async () => {
    await save(TICKETS, tickets(1), true);
    await save(TICKETS, tickets(1, 2), true);
    expect(await rowsOf(TICKETS, 1)).toBeUndefined();
    expect(await rowsOf(TICKETS, 2)).toEqual(tickets(1, 2));
    expect(await use().database.prisma.evidence.count()).toBe(2);
  });

  const tieOut = (given: Partial<TieOut>): TieOut => ({
    ...{ month: MONTH, metric: HOURS, evidenceVersion: 1, state: 'ties', reason: null, ...NO_DIFFERENCES },
    ...{ stored: new Decimal('167.32'), vendorNow: new Decimal('167.32') },
    ...given,
  });
  const record = async (found: TieOut, at = NOW) => {
    const { database } = use();
    const run = { organizationId: ORGANIZATION_ID, runId: await startRun(), vendorId: database.vendorIds.connectwise };
    await database.transaction((tx) => saveTieOuts(tx, { ...run, at }, [found]));
    return run.runId;
  };

  it('stores a tie-out of a night only where it is another one than that of the night before', async () => {
    const { prisma } = use().database;
    const later = new Date(NOW.getTime() + 86_400_000);
    const first = await record(tieOut({}));
    const grown = { stored: new Decimal('170'), vendorNow: new Decimal('170'), evidenceVersion: 2 };
    const second = await record(tieOut(grown), later);
    const confirmed = { runId: first, checkedRunId: second, checkedAt: later };
    expect(await readTieOuts(prisma, ORGANIZATION_ID, [MONTH])).toEqual([
      { ...tieOut(grown), ...confirmed, vendorId: use().database.vendorIds.connectwise },
    ]);
    const differs = tieOut({
      ...{ state: 'differs', vendorNow: new Decimal('166.82') },
      added: [{ id: 5, amount: null }],
      removed: [{ id: 88121, amount: new Decimal('0.75'), reason: 'deleted' }],
      changed: [{ id: 90212, before: new Decimal(1), after: new Decimal('1.25') }],
    });
    const third = await record(differs);
    const fourth = await record(differs, later);
    expect(await prisma.tieOut.count()).toBe(2);
    expect(await readTieOuts(prisma, ORGANIZATION_ID, [MONTH, parseMonth('2025-02')])).toEqual([
      expect.objectContaining({ ...differs, runId: third, checkedRunId: fourth, checkedAt: later }),
    ]);
    await record(tieOut({}));
    expect(await prisma.tieOut.count()).toBe(3);
  });
});
