import { describe, expect, it } from 'vitest';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { MonthReading } from '#src/collect/source.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import type { ConnectWiseRows } from '../../kit/connectwise/rows.ts';
import type { HttpFake } from '../../kit/http-faults.ts';
import {
  CHICAGO_MONTHS,
  fakeOf,
  later,
  months,
  numbersOf,
  readAndCompare,
  readRequest,
  settingsFor,
  ticketRow,
  timeEntryRow,
} from './small-world.ts';

function notesOf(readings: ReadonlyMap<Month, MonthReading>, name: string): readonly string[] {
  return readings.get(parseMonth(name))?.notes ?? [];
}

/** Rows one second before, at, and one second after every boundary of the tested months. */
function boundaryRows(): ConnectWiseRows {
  const instants = [...new Set(Object.values(CHICAGO_MONTHS).flat())].flatMap((boundary) =>
    [-1, 0, 1].map((seconds) => later(boundary, seconds)),
  );
  return {
    tickets: instants.map((instant, index) =>
      ticketRow({ id: index + 1, entered: instant, closedDate: instant, statusName: '>Closed' }),
    ),
    timeEntries: instants.map((instant, index) =>
      timeEntryRow({ id: index + 1, dateEntered: instant, actualHours: (index + 1) / 100 }),
    ),
  };
}

describe('months', () => {
  it('takes rows at midnight of Chicago into the month that begins, and those a second before into the one that ends', async () => {
    const list = ['2025-01', '2025-03', '2025-11'];
    const { numbers } = await readAndCompare(boundaryRows(), list);
    for (const name of list) expect(numbers[name]).toMatchObject({ created: 3, closed: 3 });
  });

  it('tiles time: adjacent months share no row and lose none', async () => {
    const rows = boundaryRows();
    const { numbers } = await readAndCompare(rows, ['2025-01', '2025-02', '2025-03']);
    const created = Object.values(numbers).reduce((sum, { created }) => sum + created, 0);
    expect(created).toBe(3 * 4 - 1 - 2); // three instants at each of four boundaries, but for one before and two after
  });

  it('gives a month without rows as zero, and one asked for twice once', async () => {
    const { numbers } = await readAndCompare({ tickets: [], timeEntries: [] }, ['2025-01', '2025-01']);
    expect(numbers).toEqual({ '2025-01': { created: 0, closed: 0, hours: '0.00' } });
  });
});

describe('tickets', () => {
  const entered = '2025-01-10T15:00:00Z';
  const closedDate = '2025-01-11T15:00:00Z';

  it('leaves out child tickets, other boards and statuses that are no closing', async () => {
    const closed = { entered, closedDate, statusName: '>Closed' };
    const tickets = [
      ticketRow({ id: 1, ...closed }),
      ticketRow({ id: 2, ...closed, statusName: '>Closed - No response' }),
      ticketRow({ id: 3, ...closed, statusName: 'Closed' }),
      ticketRow({ id: 4, ...closed, statusName: '>Cancelled' }),
      ticketRow({ id: 5, ...closed, statusName: 'Closed by client' }),
      ticketRow({ id: 6, ...closed, parentTicketId: 1 }),
      ticketRow({ id: 7, ...closed, boardName: 'Help Desk 2' }),
      ticketRow({ id: 8, ...closed, board: null }),
      ticketRow({ id: 9, entered, parentTicketId: null }),
      ticketRow({ id: 10, ...closed, closedDate: '2025-02-11T15:00:00Z' }),
    ];
    const { numbers } = await readAndCompare({ tickets, timeEntries: [] }, ['2025-01']);
    expect(numbers['2025-01']).toMatchObject({ created: 7, closed: 3 });
  });

  it.each([
    ["R&D + 50% 'Ünï' (A/B)", '#Done = yes, [ok]'],
    ['The "L1" Desk', "Won't fix"],
    ['"', "'"],
  ])(
    'reads the board %j and the status %j, with characters that mean something to URLs and to the grammar',
    async (boardName, statusName) => {
      const closed = { entered, closedDate, boardName, statusName };
      const rows = {
        tickets: [ticketRow({ id: 1, ...closed }), ticketRow({ id: 2, entered, closedDate })],
        timeEntries: [],
      };
      const fake = await fakeOf(rows);
      const settings = settingsFor(fake.url, { boards: [boardName, 'Other'], closedStatuses: [closed.statusName] });
      const readings = await createConnectWiseSource(settings).read(readRequest(months('2025-01')));
      expect(numbersOf(readings)['2025-01']).toMatchObject({ created: 1, closed: 1 });
    },
  );

  it.each([`Joe's "Desk"`, 'Help\\Desk', '', ' ', 'Help\nDesk'])(
    'refuses the name %j, which conditions cannot hold',
    (name) => {
      const create = (more: object) => () => createConnectWiseSource(settingsFor('http://127.0.0.1:1', more));
      expect(create({ boards: [name] })).toThrow(/boards must be names without backslashes/);
      expect(create({ closedStatuses: ['Closed', name] })).toThrow(/closedStatuses must be names/);
      expect(create({ boards: [] })).toThrow(/boards must name at least one/);
    },
  );
});

describe('time', () => {
  const dateEntered = '2025-01-10T15:00:00Z';
  const entry = (id: number, more: object) => timeEntryRow({ id, dateEntered, ...more });

  it.each<[string, (number | null)[], string]>([
    ['0.1 + 0.2', [0.1, 0.2], '0.30'],
    ['1.005', [1.005], '1.01'],
    ['parts that meet half a hundredth', [0.1, 0.2, 0.7, 0.005], '1.01'],
    ['1,000 × 0.015', Array.from({ length: 1000 }, () => 0.015), '15.00'],
    ['a large one and a negative one', [1000000.1, 0.0049, -0.2], '999999.90'],
    ['−0.005', [-0.005], '-0.01'],
    ['1e-9', [1e-9, 0.0049999], '0.00'],
    ['none', [null, 0.25], '0.25'],
  ])('sums %s exactly and rounds once, half away from zero', async (_name, hours, sum) => {
    const timeEntries = hours.map((actualHours, index) => entry(index + 1, { actualHours }));
    const fake = await fakeOf({ tickets: [], timeEntries });
    const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest(months('2025-01')));
    expect(numbersOf(readings)['2025-01']?.hours).toBe(sum);
  });

  it('counts entries on parent and child tickets of reactive boards, by their own date, on service tickets only', async () => {
    const entered = '2024-06-01T12:00:00Z';
    const tickets = [ticketRow({ id: 1, entered }), ticketRow({ id: 2, entered, parentTicketId: 1 })];
    const timeEntries = [
      entry(1, { chargeToId: 1, actualHours: 0.25 }),
      entry(2, { chargeToId: 2, actualHours: 0.5 }),
      entry(3, { chargeToId: 1, actualHours: 100, dateEntered: '2025-02-01T06:00:00Z', timeStart: dateEntered }),
      entry(4, { chargeToType: 'ProjectTicket', actualHours: 100 }),
      entry(5, { chargeToType: 'ChargeCode', actualHours: 100 }),
      entry(6, { ticketBoard: 'Projects', actualHours: 100 }),
      entry(7, { actualHours: undefined }),
    ];
    const { numbers, readings } = await readAndCompare({ tickets, timeEntries }, ['2025-01']);
    expect(numbers['2025-01']?.hours).toBe('0.75');
    expect(notesOf(readings, '2025-01')).toEqual([
      '0 tickets created and 0 closed, parent tickets only.',
      '4 time entries read, 3 on reactive boards.',
      '1 time entry without hours, counted as 0.',
    ]);
  });

  it('looks up entries that came without a board, leaves out those of deleted tickets, and says both', async () => {
    const entered = '2024-06-01T12:00:00Z';
    const tickets = [
      ticketRow({ id: 11, entered }),
      ticketRow({ id: 12, entered, boardName: 'Projects' }),
      ticketRow({ id: 13, entered, board: null }),
    ];
    const timeEntries = [
      entry(1, { chargeToId: 11, ticketBoard: null, actualHours: 0.5 }),
      entry(2, { chargeToId: 11, ticketBoard: '', actualHours: 0.25 }),
      entry(3, { chargeToId: 12, ticketBoard: null, actualHours: 100 }),
      entry(4, { chargeToId: 13, ticketBoard: null, actualHours: 100 }),
      entry(5, { chargeToId: 99, ticketBoard: null, actualHours: 100 }),
      entry(6, { chargeToId: 99, ticketBoard: null, actualHours: 100 }),
      entry(7, { chargeToId: null, ticketBoard: null, actualHours: 100 }),
      entry(8, { chargeToId: 98, ticketBoard: 'Help Desk', actualHours: 2 }),
      entry(9, { chargeToId: 12, ticketBoard: null, actualHours: 100, dateEntered: '2025-02-02T15:00:00Z' }),
    ];
    const fake = await fakeOf({ tickets, timeEntries });
    const source = createConnectWiseSource(settingsFor(fake.url));
    const readings = await source.read(readRequest(months('2025-01', '2025-02')));
    expect(numbersOf(readings)['2025-01']?.hours).toBe('2.75');
    expect(numbersOf(readings)['2025-02']?.hours).toBe('0.00');
    expect(readings.get(parseMonth('2025-01'))?.notes.slice(1)).toEqual([
      '8 time entries read, 3 on reactive boards.',
      '4 time entries had no board; it was looked up by ticket.',
      '2 time entries left out: ticket 99 no longer exists.',
      '1 time entry left out: no ticket given.',
    ]);
    expect(idsLookedUp(fake)).toEqual([11, 12, 13, 99]);
  });

  it('takes board names as the server compares them, without regard to case', async () => {
    const fake = await fakeOf({
      tickets: [ticketRow({ id: 1, entered: dateEntered })],
      timeEntries: [entry(1, { actualHours: 0.5 })],
    });
    const source = createConnectWiseSource(settingsFor(fake.url, { boards: ['help desk '] }));
    const readings = await source.read(readRequest(months('2025-01')));
    expect(numbersOf(readings)['2025-01']).toMatchObject({ created: 1, hours: '0.50' });
  });
});

/** Ids of all successful searches after the first, which name only what a short page left open. */
function idsLookedUp(fake: HttpFake): number[] {
  const [first] = fake.requests.all.filter(({ path }) => path.endsWith('/search'));
  const { conditions } = JSON.parse(first?.body ?? '{}') as { conditions?: string };
  return (conditions?.match(/\d+/g) ?? []).map(Number);
}

describe('progress, requests and connections', () => {
  it('reports every step, keeps two requests in flight at most, and asks for 13 months within bounds', async () => {
    const list = Array.from(
      { length: 13 },
      (_, index) => `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    );
    const timeEntries = list.flatMap((name, monthIndex) =>
      Array.from({ length: 2308 }, (_, index) =>
        timeEntryRow({ id: monthIndex * 2308 + index + 1, dateEntered: `${name}-15T12:00:00Z`, actualHours: 0.25 }),
      ),
    );
    const fake = await fakeOf({ tickets: [], timeEntries }, { latencyMs: 2 });
    const steps: string[] = [];
    const request = {
      ...readRequest(months(...list)),
      onProgress: (at: { done: number; total: number }) => steps.push(`${at.done}/${at.total}`),
    };
    const readings = await createConnectWiseSource(settingsFor(fake.url)).read(request);
    expect([...readings.keys()]).toEqual(list);
    expect(steps).toEqual(Array.from({ length: 39 }, (_, index) => `${index + 1}/39`));
    expect(fake.requests.maxInFlight).toBe(2);
    expect(fake.requests.all.length).toBe(13 * 2 + 13 * 4);
  });
});

describe('check', () => {
  it('says version, clock skew and what is there to be read', async () => {
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const rows = {
      tickets: [ticketRow({ id: 1, entered: later(now, -3600) })],
      timeEntries: [timeEntryRow({ id: 1, dateEntered: later(now, -60) })],
    };
    const fake = await fakeOf(rows, { clockSkewMs: 3_600_000 });
    const result = await createConnectWiseSource(settingsFor(fake.url)).check(new AbortController().signal);
    expect(result).toMatchObject({ version: 'v2025.1.12345', recentTickets: 1, recentTimeEntries: 1 });
    expect(Math.abs((result.clockSkewSeconds ?? 0) - 3600)).toBeLessThanOrEqual(2);
  });
});
