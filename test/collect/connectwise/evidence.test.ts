import { describe, expect, it } from 'vitest';
import { MOST_ASKED } from '#src/collect/connectwise/missing-rows.ts';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { MissingRow } from '#src/collect/source.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import { parseMonth } from '#src/core/period.ts';
import { everyRequestTo } from '../../kit/http-faults.ts';
import {
  CHICAGO,
  fakeOf,
  months,
  numbersOf,
  readRequest,
  settingsFor,
  ticketRow,
  timeEntryRow,
} from './small-world.ts';

const JANUARY = parseMonth('2025-01');
const entered = '2025-01-10T15:00:00Z';
const closedDate = '2025-01-11T15:00:00Z';
const count = (length: number) => Array.from({ length }, (_, index) => index * 3 + 5);

/** What counting tickets and paging time entries until an empty page took, before identities were read. */
const requestsOfCounting = (monthly: { entries: number }, list: readonly string[]) =>
  list.length * (2 + Math.ceil(monthly.entries / 1000) + 1);

describe('evidence', () => {
  it('is the rows that each value counts, with the hours of time entries, for as many requests as counting takes', async () => {
    const list = ['2025-01', '2025-02', '2025-03'];
    const perMonth = list.flatMap((month, index) =>
      count(400).map((id) => ({ id: id + index * 10_000, at: `${month}-10T15:00:00Z` })),
    );
    const tickets = perMonth.map(({ id, at }) => ticketRow({ id, entered: at, closedDate: at, statusName: '>Closed' }));
    const timeEntries = list.flatMap((month, index) =>
      count(2300).map((id) =>
        timeEntryRow({ id: id + index * 10_000, dateEntered: `${month}-10T15:00:00Z`, actualHours: 0.1 }),
      ),
    );
    const fake = await fakeOf({ tickets, timeEntries });
    const source = createConnectWiseSource(settingsFor(fake.url));
    const readings = await source.read(readRequest(months(...list)));
    expect(fake.requests.all).toHaveLength(requestsOfCounting({ entries: 2300 }, list));
    const evidence = readings.get(JANUARY)?.evidence;
    expect(evidence?.get('reactive_tickets_created')?.rows).toEqual(count(400).map((id) => ({ id, amount: null })));
    expect(evidence?.get('reactive_tickets_closed')?.rows).toHaveLength(400);
    expect(evidence?.get('reactive_time_spent')?.rows.map(({ id, amount }) => [id, amount?.toFixed()])).toEqual(
      count(2300).map((id) => [id, '0.1']),
    );
  });

  it.each([999, 1000, 1001, 2500])('is complete for %i tickets', async (length) => {
    const tickets = count(length).map((id) => ticketRow({ id, entered }));
    const fake = await fakeOf({ tickets, timeEntries: [] });
    const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest([JANUARY]));
    expect(numbersOf(readings)['2025-01']?.created).toBe(length);
  });

  it.each([49, 50, 51, 150])(
    'is complete for %i tickets of a server that gives pages of 50 and names no next one',
    async (length) => {
      const tickets = count(length).map((id) => ticketRow({ id, entered }));
      const timeEntries = count(51).map((id) => timeEntryRow({ id, dateEntered: entered }));
      const fake = await fakeOf({ tickets, timeEntries }, { maxPageSize: 50, namesNextPage: false });
      const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest([JANUARY]));
      expect(numbersOf(readings)['2025-01']?.created).toBe(length);
    },
  );

  it('says of entries that were read and left out where they are', async () => {
    const timeEntries = [
      timeEntryRow({ id: 1, dateEntered: entered }),
      timeEntryRow({ id: 2, dateEntered: entered, ticketBoard: 'Projects' }),
      timeEntryRow({ id: 3, dateEntered: entered, ticketBoard: null, chargeToId: 404 }),
    ];
    const fake = await fakeOf({ tickets: [], timeEntries });
    const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest([JANUARY]));
    const read = readings.get(JANUARY)?.evidence?.get('reactive_time_spent');
    expect(read?.rows.map(({ id }) => id)).toEqual([1]);
    expect([...(read?.leftOut ?? [])]).toEqual([
      [2, 'moved'],
      [3, 'unknown'],
    ]);
  });
});

describe('missing rows', () => {
  const row = (metric: MetricKey, id: number): MissingRow => ({ month: JANUARY, metric, id });
  const explain = async (url: string, rows: readonly MissingRow[]) => {
    const source = createConnectWiseSource(settingsFor(url));
    const reasonOf = await source.explain({ rows, timeZone: CHICAGO, signal: new AbortController().signal });
    return rows.map(reasonOf);
  };

  it('are asked for singly, each once, and told by what they have become', async () => {
    const closed = { entered, closedDate, statusName: '>Closed' };
    const tickets = [
      ticketRow({ id: 2, ...closed, statusName: 'In Progress' }),
      ticketRow({ id: 3, ...closed, boardName: 'Projects' }),
      ticketRow({ id: 4, ...closed, mergedParentTicket: { id: 9 } }),
      ticketRow({ id: 5, ...closed, parentTicketId: 9 }),
      ticketRow({ id: 6, ...closed, closedDate: '2025-02-11T15:00:00Z' }),
      ticketRow({ id: 7, ...closed }),
    ];
    const timeEntries = [
      timeEntryRow({ id: 12, dateEntered: entered, chargeToType: 'ProjectTicket' }),
      timeEntryRow({ id: 13, dateEntered: entered, ticketBoard: 'Projects' }),
      timeEntryRow({ id: 14, dateEntered: entered }),
    ];
    const fake = await fakeOf({ tickets, timeEntries });
    const rows = [
      ...[1, 2, 3, 4, 5, 6, 7].map((id) => row('reactive_tickets_closed', id)),
      row('reactive_tickets_created', 2),
      ...[11, 12, 13, 14].map((id) => row('reactive_time_spent', id)),
    ];
    expect(await explain(fake.url, rows)).toEqual([
      ...['deleted', 'reopened', 'moved', 'merged', 'merged', 'reopened', 'unknown'],
      'unknown',
      ...['deleted', 'moved', 'moved', 'unknown'],
    ]);
    expect(fake.requests.all).toHaveLength(11);
  });

  it('are unknown where there are too many to ask for, or the server does not answer', async () => {
    const fake = await fakeOf({ tickets: [], timeEntries: [] });
    const many = count(MOST_ASKED + 1).map((id) => row('reactive_tickets_created', id));
    const reasons = await explain(fake.url, many);
    expect(reasons.filter((reason) => reason === 'deleted')).toHaveLength(MOST_ASKED);
    expect(reasons.at(-1)).toBe('unknown');
    expect(fake.requests.all).toHaveLength(MOST_ASKED);
    fake.setFault(everyRequestTo('/service/tickets/', { kind: 'status', status: 403 }));
    expect(new Set(await explain(fake.url, many))).toEqual(new Set(['unknown']));
    expect(fake.requests.all.length).toBeLessThanOrEqual(MOST_ASKED + 2);
  });
});
