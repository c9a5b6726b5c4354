import { describe, expect, it } from 'vitest';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { parseMonth } from '#src/core/period.ts';
import {
  CHICAGO_MONTHS,
  fakeOf,
  months,
  numbersOf,
  readAndCompare,
  readRequest,
  settingsFor,
  ticketRow,
  timeEntryRow,
} from './small-world.ts';

describe('paging', () => {
  const dateEntered = '2025-01-10T15:00:00Z';
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => timeEntryRow({ id: index * 3 + 5, dateEntered, actualHours: 0.01 }));

  it.each([0, 1, 999, 1000, 1001, 2000])('reads all of %i entries', async (count) => {
    const { fake, numbers } = await readAndCompare({ tickets: [], timeEntries: entries(count) }, ['2025-01']);
    expect(numbers['2025-01']?.hours).toBe((count / 100).toFixed(2));
    expect(fake.requests.all.filter(({ path }) => path.endsWith('/time/entries'))).toHaveLength(
      Math.ceil(count / 1000) + 1,
    );
  });

  it.each([249, 250, 251, 750])(
    'reads all of %i entries from a server that silently gives pages of 250',
    async (count) => {
      const { numbers } = await readAndCompare({ tickets: [], timeEntries: entries(count) }, ['2025-01'], {
        maxPageSize: 250,
      });
      expect(numbers['2025-01']?.hours).toBe((count / 100).toFixed(2));
    },
  );

  it('finds all looked-up tickets on a server that gives smaller pages than asked for', async () => {
    const ids = Array.from({ length: 650 }, (_, index) => index * 2 + 1);
    const tickets = ids.filter((id) => id % 7 !== 0).map((id) => ticketRow({ id, entered: '2024-06-01T12:00:00Z' }));
    const timeEntries = ids.map((id) =>
      timeEntryRow({ id, dateEntered, chargeToId: id, ticketBoard: null, actualHours: 1 }),
    );
    const { numbers } = await readAndCompare({ tickets, timeEntries }, ['2025-01'], { maxPageSize: 100 });
    expect(numbers['2025-01']?.hours).toBe(`${tickets.length}.00`);
  });

  it('halves a list of ids that the server refuses as too long', async () => {
    const ids = Array.from({ length: 450 }, (_, index) => index + 1);
    const tickets = ids.slice(0, 449).map((id) => ticketRow({ id, entered: '2024-06-01T12:00:00Z' }));
    const timeEntries = ids.map((id) =>
      timeEntryRow({ id, dateEntered, chargeToId: id, ticketBoard: null, actualHours: 1 }),
    );
    const { numbers } = await readAndCompare({ tickets, timeEntries }, ['2025-01'], { maxInValues: 120 });
    expect(numbers['2025-01']?.hours).toBe('449.00');
  });
});

describe('a server that does not know ticketBoard', () => {
  it('is asked without it, at most twice with it, and each ticket is looked up once for all months', async () => {
    const entered = '2024-06-01T12:00:00Z';
    const tickets = Array.from({ length: 60 }, (_, index) =>
      ticketRow({ id: index + 1, entered, boardName: index % 3 === 0 ? 'Projects' : 'Help Desk' }),
    );
    const timeEntries = Object.values(CHICAGO_MONTHS).flatMap(([start], monthIndex) =>
      Array.from({ length: 62 }, (_, index) =>
        timeEntryRow({ id: monthIndex * 100 + index + 1, dateEntered: start, chargeToId: index + 1, actualHours: 0.1 }),
      ),
    );
    const fake = await fakeOf({ tickets, timeEntries }, { knowsTicketBoard: false });
    const source = createConnectWiseSource(settingsFor(fake.url));
    const readings = await source.read(readRequest(months(...Object.keys(CHICAGO_MONTHS))));
    for (const reading of Object.values(numbersOf(readings))) expect(reading.hours).toBe('4.00');
    const asked = fake.requests.all.filter(({ query }) => query.get('fields')?.includes('ticketBoard'));
    expect(asked.length).toBeLessThanOrEqual(2);
    const searches = fake.requests.all.filter(({ path }) => path.endsWith('/search'));
    expect(searches).toHaveLength(2); // the second one for the two deleted tickets beyond the last that was found
    expect(readings.get(parseMonth('2025-03'))?.notes.slice(1)).toEqual([
      '62 time entries read, 40 on reactive boards.',
      'The server does not return the board of time entries; it was looked up by ticket.',
      '2 time entries left out: tickets 61, 62 no longer exist.',
    ]);
  });
});
