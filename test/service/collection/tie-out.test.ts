import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { parseMonth } from '#src/core/period.ts';
import { connectWiseReader } from '#src/service/collection/vendor-reader.ts';
import { readTieOuts } from '#src/store/tie-outs.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../../kit/connectwise/fake.ts';
import { type DatabaseUnderTest, describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { collectionFor, NOW, ORGANIZATION_ID } from '../../kit/services.ts';
import { type Change, ChangingVendor, nights } from './changing-vendor.ts';

/** January and March have ended when it begins; April ends after 16 nights. */
const MONTHS = ['2025-01', '2025-03', '2025-04'];
const APRIL_ENDS_AFTER = 16;
const NIGHTS = 30;
const DAY_MS = 86_400_000;
const LABELS = {
  reactive_tickets_created: 'Reactive Tickets Created',
  reactive_tickets_closed: 'Reactive Tickets Closed',
  reactive_time_spent: 'Total Time on Reactive Tickets (hours)',
};
type Metric = keyof typeof LABELS;

/** The same once more, from the fake's rows alone: what each night should name. */
class Twin {
  readonly #vendor: ChangingVendor;
  readonly #stored = new Map<string, Map<number, number | null>>();
  readonly #seen = new Map<string, Map<number, number | null>>();
  readonly #reasons = new Map<string, string>();

  constructor(vendor: ChangingVendor) {
    this.#vendor = vendor;
  }

  /** A night's phrases and differences for a value. */
  night(metric: Metric, month: string, isOpen: boolean) {
    const key = `${month} ${metric}`;
    const now = this.#vendor.counted(metric, month);
    if (isOpen) this.#stored.set(key, now);
    const before = isOpen ? now : (this.#seen.get(key) ?? now);
    this.#seen.set(key, now);
    const stored = this.#stored.get(key) ?? now;
    const noun = metric === 'reactive_time_spent' ? 'entry' : 'ticket';
    const phrases: string[] = [];
    for (const id of [...new Set([...before.keys(), ...now.keys(), ...stored.keys()])].sort((a, b) => a - b)) {
      const [was, is] = [before.get(id), now.get(id)];
      const sign = (mark: string, amount: number | null | undefined) =>
        typeof amount === 'number' ? ` (${mark}${(amount / 100).toFixed(2)})` : '';
      const known = this.#reasons.get(`${key} ${id}`);
      if (is !== undefined) this.#reasons.delete(`${key} ${id}`);
      const reason =
        is === undefined && stored.has(id) ? (known === 'deleted' ? known : this.#vendor.reason(metric, id)) : null;
      if (reason) this.#reasons.set(`${key} ${id}`, reason);
      if (was !== undefined && is === undefined)
        phrases.push(`${noun} ${id} ${reason ?? 'is gone again'}${sign('−', was)}`);
      else if (was === undefined && is !== undefined) {
        phrases.push(`${noun} ${id} ${stored.has(id) ? 'is back' : 'added'}${sign('+', is)}`);
      } else if (was !== undefined && is !== undefined && was !== is) {
        phrases.push(`${noun} ${id} edited ${(Number(was) / 100).toFixed(2)} → ${(Number(is) / 100).toFixed(2)}`);
      } else if (reason && known && known !== reason) phrases.push(`${noun} ${id} now ${reason}`);
    }
    const removed = [...stored].filter(([id]) => !now.has(id));
    const differences = {
      added: [...now].filter(([id]) => !stored.has(id)).map(([id, amount]) => [id, amount]),
      removed: removed.map(([id, amount]) => [id, amount, this.#reasons.get(`${key} ${id}`)]),
      changed: [...stored].flatMap(([id, amount]) => {
        const after = now.get(id);
        return after === undefined || after === amount ? [] : [[id, amount, after]];
      }),
    };
    return { phrases: phrases.sort(), differences: sortedById(differences) };
  }
}

function sortedById<Lists extends Readonly<Record<string, unknown[][]>>>(lists: Lists) {
  const sorted = Object.entries(lists).map(([name, rows]) => [name, rows.sort((a, b) => Number(a[0]) - Number(b[0]))]);
  return Object.fromEntries(sorted) as Record<keyof Lists, unknown[][]>;
}

describeOnBothDatabases('30 nights of tie-outs', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('name every change at ConnectWise in the next run with its rows and amounts, once, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(nights(NIGHTS), async (changes) => {
        await emptyDatabase(use());
        await compareNights(use(), changes);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  }, 240_000);
});

async function compareNights({ database }: DatabaseUnderTest, changes: readonly (readonly Change[])[]): Promise<void> {
  const vendor = new ChangingVendor(MONTHS);
  const twin = new Twin(vendor);
  const fake = await startConnectWiseFake({ rows: vendor });
  let now = NOW;
  const source = createConnectWiseSource({ server: fake.url, ...FAKE_CREDENTIALS });
  const readers = { connectwise: connectWiseReader(source), ninjaone: null };
  const collection = collectionFor(database, { readers, clock: () => now });
  const months = MONTHS.map((month) => parseMonth(month));
  for (const [night, ofNight] of changes.entries()) {
    for (const change of ofNight) vendor.apply(change);
    now = new Date(NOW.getTime() + night * DAY_MS);
    const { runId, status } = await collection.run({ trigger: 'schedule', viewer: SCHEDULE_VIEWER, months });
    expect(status).toBe('success');
    const isOpen = (month: string) => night === 0 || (month === '2025-04' && night <= APRIL_ENDS_AFTER);
    expect([night, await found(database, Number(runId))]).toEqual([night, expected(twin, isOpen)]);
  }
  await fake.close();
}

function expected(twin: Twin, isOpen: (month: string) => boolean) {
  return MONTHS.flatMap((month) =>
    Object.keys(LABELS).map((metric) => ({ month, metric, ...twin.night(metric as Metric, month, isOpen(month)) })),
  );
}

/** What the run has named in its notes, and what differs now. */
async function found(database: DatabaseUnderTest['database'], runId: number) {
  const log = await database.prisma.collectionLog.findMany({ where: { runId } });
  const tieOuts = await readTieOuts(
    database.prisma,
    ORGANIZATION_ID,
    MONTHS.map((month) => parseMonth(month)),
  );
  const hundredths = (amount: { toNumber(): number } | null) =>
    amount === null ? null : Math.round(amount.toNumber() * 100);
  return MONTHS.flatMap((month) =>
    Object.entries(LABELS).map(([metric, label]) => {
      const notes = log.find(({ period }) => period === month)?.notes ?? '';
      const start = notes.indexOf(`${label}: `);
      const sentence = start < 0 ? '' : (/^(.*?)\.(?= |$)/.exec(notes.slice(start + label.length + 2))?.[1] ?? '');
      const tieOut = tieOuts.find((each) => each.month === month && each.metric === metric);
      const differences = {
        added: tieOut?.added.map(({ id, amount }) => [id, hundredths(amount)]) ?? [],
        removed: tieOut?.removed.map(({ id, amount, reason }) => [id, hundredths(amount), reason]) ?? [],
        changed: tieOut?.changed.map(({ id, before, after }) => [id, hundredths(before), hundredths(after)]) ?? [],
      };
      const named = Object.values(differences).some((rows) => rows.length > 0);
      expect([month, metric, tieOut?.state]).toEqual([month, metric, named ? 'differs' : 'ties']);
      return { month, metric, phrases: sentence === '' ? [] : sentence.split(', ').sort(), differences };
    }),
  );
}
