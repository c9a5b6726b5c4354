import { beforeEach, describe, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type BackgroundCollection, createBackgroundCollection } from '#src/service/collection/background.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, NOW, readerSaying, scopeOn, storedMonth, TIME_ZONE } from '../../kit/services.ts';

const CFO = operatorViewer('cfo');

/** A vendor that answers only when it is told to, or fails when the read is stopped. */
function waitingReader(): VendorReader & { answer(): void } {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return {
    answer: () => answer(),
    async read({ signal, ...request }) {
      signal.throwIfAborted();
      const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      await Promise.race([answered, stopped]);
      return readerSaying(() => ({ '2025-01': { reactive_tickets_created: 354 } })).read({ signal, ...request });
    },
  };
}

describeOnBothDatabases('a collection in the background', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const logged: { details: unknown; message: string }[] = [];
  const background = (connectwise: VendorReader | null): BackgroundCollection =>
    createBackgroundCollection({
      collection: async (organizationId) =>
        collectionFor(use().database, { readers: { connectwise, ninjaone: null }, organizationId }),
      clock: () => NOW,
      logger: { error: (details: unknown, message: string) => void logged.push({ details, message }) } as never,
    });
  const runs = () => use().database.prisma.collectionRun.findMany({ orderBy: { id: 'asc' } });
  const cfo = () => ({ ...scopeOn(use().database), viewer: CFO, actor: CFO.name });
  const input = { periods: ['2025-01' as never] };

  it('has started when its number is known, goes on, and keeps others out until it has ended', async () => {
    const reader = waitingReader();
    const collections = background(reader);
    expect(await collections.start(cfo(), input)).toBe(1);
    expect(await runs()).toMatchObject([{ id: 1, status: 'running', trigger: 'api', requestedBy: 'cfo' }]);
    await expect(collections.start(cfo(), input)).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    reader.answer();
    await collectedBy(runs);
    expect(await storedMonth(use().database, '2025-01')).toEqual({ reactive_tickets_created: '354' });
    await collections.stop();
    expect(await runs()).toMatchObject([{ id: 1, status: 'success' }]);
    expect(logged).toEqual([]);
  });

  it('is stopped and awaited, stores nothing, says why, and lets nothing be started any more', async () => {
    const collections = background(waitingReader());
    await collections.start(cfo(), input);
    await Promise.all([collections.stop(), collections.stop()]);
    expect(await runs()).toMatchObject([{ id: 1, status: 'failed', endedAt: NOW, interrupted: false }]);
    expect(await use().database.prisma.collectionLog.findMany()).toMatchObject([
      { errorMessage: 'The collection was stopped: the program is closing. Nothing of this vendor was stored.' },
    ]);
    expect(await storedMonth(use().database, '2025-01')).toEqual({});
    await expect(collections.start(cfo(), input)).rejects.toThrow('The program is closing');
    expect(await runs()).toHaveLength(1);
  });

  it('collects quarters month by month, the vendors that are named, and by force for a reason', async () => {
    const collections = background(readerSaying(() => ({ '2025-01': { reactive_tickets_created: 354 } })));
    const periods = ['2025-Q1', '2025-01'] as never[];
    await collections.start(cfo(), {
      ...input,
      periods,
      vendors: ['connectwise'],
      force: true,
      reason: ' Board renamed ',
    });
    await collectedBy(runs);
    await collections.stop();
    expect(await runs()).toMatchObject([{ status: 'success', force: true, reason: 'Board renamed' }]);
    const log = await use().database.prisma.collectionLog.findMany({ orderBy: { period: 'asc' } });
    expect(log.map(({ period }) => period)).toEqual(['2025-01', '2025-02', '2025-03']);
  });

  describe('is refused', () => {
    it.each([
      ['a month that has not begun', { periods: ['2025-04', '2025-Q2'] }, 'INVALID_PERIOD', 'periods[1]'],
      ['no period at all', { periods: [] }, 'MISSING_FIELD', 'periods'],
      ['no vendor at all', { vendors: [] }, 'MISSING_FIELD', 'vendors'],
      ['a vendor that is not collected from', { vendors: ['manual'] }, 'INVALID_PARAMETER', 'vendors[0]'],
      ['books that are not connected', { vendors: ['quickbooks'] }, 'INVALID_PARAMETER', 'vendors'],
      ['a vendor that is not configured', { vendors: ['ninjaone'] }, 'INVALID_PARAMETER', 'vendors'],
      ['force without a reason', { force: true, reason: ' ' }, 'MISSING_FIELD', 'reason'],
      ['a reason without force', { reason: 'because' }, 'INVALID_PARAMETER', 'reason'],
      ['a reason that is too long', { force: true, reason: 'x'.repeat(4_001) }, 'INVALID_VALUE', 'reason'],
    ])('for %s', async (_, wrong, code, field) => {
      const collections = background(readerSaying(() => ({})));
      await expect(collections.start(cfo(), { ...input, ...wrong } as never)).rejects.toMatchObject({ code, field });
      expect(await runs()).toEqual([]);
    });

    it('for an organization that does not exist', async () => {
      const scope = { ...cfo(), organization: { id: 7, timeZone: TIME_ZONE } };
      const refused = { code: 'ORGANIZATION_NOT_FOUND', field: 'organizationId' };
      await expect(background(null).start(scope, input)).rejects.toMatchObject(refused);
    });

    it('for everything that is wrong, together', async () => {
      const wrong = { periods: ['2025-05', '2025-06'], vendors: ['manual'], force: true };
      await expect(background(null).start(cfo(), wrong as never)).rejects.toMatchObject({
        errors: [
          { code: 'INVALID_PERIOD', field: 'periods[0]' },
          { code: 'INVALID_PERIOD', field: 'periods[1]' },
          { code: 'INVALID_PARAMETER', field: 'vendors[0]' },
          { code: 'MISSING_FIELD', field: 'reason' },
        ],
      });
    });
  });
});

/** Waits until no run is under way any more. */
async function collectedBy(runs: () => Promise<{ status: string }[]>): Promise<void> {
  while ((await runs()).some(({ status }) => status === 'running')) await new Promise(setImmediate);
}
