import { describe, expect, it } from 'vitest';
import { countDevices, DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { monthRange, parseMonth, periodBoundaries } from '#src/core/period.ts';
import type { ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../kit/connectwise/rows.ts';
import { exampleCompany } from '../kit/quickbooks/company-state.ts';
import { NEW_ACCOUNT, OWN_POSTINGS, UNCATEGORIZED } from '../kit/world/accounts.ts';
import { BOOK_METRICS, LEDGER_METRICS } from '../kit/world/books.ts';
import { monthInstants, monthsUntil } from '../kit/world/calendar.ts';
import { expectedBooks, expectedDevices, expectedReactive } from '../kit/world/expected.ts';
import { generateWorld, type World } from '../kit/world/world.ts';

const timeZone = 'America/Chicago';
const until = new Date('2026-02-11T17:20:00Z');
const options = { seed: 'demo', until, months: 26, timeZone };
const world = generateWorld(options);
const endedMonths = world.months.slice(0, -1);
const { tickets, timeEntries } = world.connectwise;

function devicesOf({ ninjaone }: World, at: Date) {
  return ninjaone.devicesAt(at).map((row) => ({
    ...row,
    key: String(row.id),
    organizationName: ninjaone.organizations.find(({ id }) => id === row.organizationId)?.name ?? null,
    locationName: ninjaone.locations.find(({ id }) => id === row.locationId)?.name ?? null,
  }));
}

describe('the generated world', () => {
  it('is the same for the same seed and another for another', () => {
    const small = { ...options, months: 4, scale: 0.3 };
    const text = (seed: string) => {
      const { ninjaone, ...rest } = generateWorld({ ...small, seed });
      return JSON.stringify([rest, ninjaone, ninjaone.devicesAt(until)]);
    };
    expect(text('a')).toBe(text('a'));
    expect(text('a')).not.toBe(text('b'));
  });

  it('has the months asked for, the running one last', () => {
    expect(world.months).toEqual(monthRange(parseMonth('2024-01'), parseMonth('2026-02')));
    expect(world.books.map(({ month }) => month)).toEqual(world.months);
  });

  it('knows nothing later than now', () => {
    const instants = [
      ...tickets.flatMap((ticket) => [ticket._info.dateEntered, ticket.closedDate]),
      ...timeEntries.map((entry) => entry.dateEntered),
      ...world.ninjaone.devicesAt(until).map(({ created }) => new Date((created ?? 0) * 1000).toISOString()),
      ...world.quickbooks.postings.map(({ date }) => date),
    ];
    expect(instants.every((instant) => !instant || Date.parse(instant) <= until.getTime())).toBe(true);
  });

  it.each(endedMonths)('is of plausible size in %s', (month) => {
    const reactive = expectedReactive(world, month, timeZone);
    for (const count of [reactive.reactive_tickets_created, reactive.reactive_tickets_closed]) {
      expect(count).toBeGreaterThan(250);
      expect(count).toBeLessThan(470);
    }
    expect(Number(reactive.reactive_time_spent)).toBeGreaterThan(110);
    expect(Number(reactive.reactive_time_spent)).toBeLessThan(210);
    const { endpoints_managed, seats_managed } = expectedDevices(world, new Date(monthInstants(month, timeZone).end));
    expect(endpoints_managed).toBeGreaterThan(520);
    expect(endpoints_managed).toBeLessThan(660);
    expect(seats_managed).toBeLessThan(endpoints_managed);
  });

  it('holds every case that a count can get wrong', () => {
    const help = tickets.filter(({ board }) => board?.name === 'Help Desk');
    const entriesOf = (type: string) => timeEntries.filter(({ chargeToType }) => chargeToType === type);
    const ids = new Set(tickets.map(({ id }) => id));
    const children = new Set(help.filter(({ parentTicketId }) => parentTicketId !== null).map(({ id }) => id));
    const service = entriesOf('ServiceTicket');
    const cases = {
      children: children.size,
      otherBoards: tickets.length - help.length,
      cancelled: help.filter(({ status, closedDate }) => status?.name === '>Cancelled' && closedDate !== null).length,
      reopened: help.filter(({ status, closedDate }) => status?.name === 'Re-Opened' && closedDate !== null).length,
      open: help.filter(({ closedDate }) => closedDate === null).length,
      entriesOnChildren: service.filter(({ chargeToId }) => children.has(chargeToId ?? 0)).length,
      withoutBoard: service.filter(({ ticketBoard, chargeToId }) => ticketBoard === null && ids.has(chargeToId ?? 0))
        .length,
      ofDeletedTickets: service.filter(({ chargeToId }) => !ids.has(chargeToId ?? 0)).length,
      withoutHours: service.filter(({ actualHours }) => actualHours === null).length,
      projectOnHelpDesk: entriesOf('ProjectTicket').filter(({ ticketBoard }) => ticketBoard === 'Help Desk').length,
      internal: entriesOf('ChargeCode').length,
    };
    expect(Object.entries(cases).filter(([, count]) => count === 0)).toEqual([]);
    expect(ids.size).toBe(tickets.length);
    expect(new Set(timeEntries.map(({ id }) => id)).size).toBe(timeEntries.length);
  });

  it('has rows on both sides of every month boundary, so that months in UTC are wrong', () => {
    const entered = new Set(tickets.map(({ _info }) => Date.parse(_info.dateEntered)));
    const closed = new Set(tickets.map(({ closedDate }) => Date.parse(closedDate ?? '')));
    const logged = timeEntries.map(({ dateEntered }) => Date.parse(dateEntered));
    const starts = endedMonths.map((month) => monthInstants(month, timeZone).start);
    for (const instant of starts.flatMap((start) => [start - 1000, start])) {
      expect(entered.has(instant) && closed.has(instant)).toBe(true);
    }
    expect(logged.filter((instant) => starts.includes(instant)).length).toBeGreaterThan(10);
    expect(logged.filter((instant) => starts.includes(instant + 1000)).length).toBeGreaterThan(10);
    const wrong = endedMonths.filter(
      (month) =>
        JSON.stringify(expectedReactive(world, month, 'UTC')) ===
        JSON.stringify(expectedReactive(world, month, timeZone)),
    );
    expect(wrong).toEqual([]);
  });

  it('has devices that core counts as the plain computation does', () => {
    for (const at of [monthInstants('2024-02', timeZone).end, until.getTime()].map((time) => new Date(time))) {
      const rules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: world.ninjaone.internalOrganizations };
      const count = countDevices(devicesOf(world, at), rules);
      expect({ endpoints_managed: count.endpoints, seats_managed: count.seats }).toEqual(expectedDevices(world, at));
      const { endpoints, seats } = count.exclusions;
      expect(Math.min(endpoints.internalOrganization, endpoints.spare, endpoints.nodeClass)).toBeGreaterThan(0);
      expect(seats.byNodeClass.size).toBe(3);
    }
    const ids = world.ninjaone.devicesAt(until).map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('has books whose sums hold, complete for every ended month', () => {
    for (const { month, values } of world.books.slice(0, -1)) {
      expect(Object.keys(values), month).toEqual([...BOOK_METRICS]);
      for (const value of Object.values(values)) expect(value, month).toMatch(/^-?\d+(\.\d{1,2})?$/);
      const of = (metric: (typeof BOOK_METRICS)[number]) => Number(values[metric]);
      expect(of('total_income') - of('nrr') - of('mrr') - of('orr'), month).toBeGreaterThan(of('product_cogs'));
      expect(of('payroll_total'), month).toBeGreaterThan(of('owner_comp') + of('owner_comp_taxes'));
      expect(of('total_expenses_qb'), month).toBeGreaterThan(of('payroll_total'));
    }
    expect(Object.keys(world.books.at(-1)?.values ?? {})).toEqual(['employees', 'technical_employees', 'agreements']);
  });
});

describe('its company file', () => {
  const { accounts, postings } = world.quickbooks;
  const monthsOf = (name: string) => [
    ...new Set(postings.filter(({ account }) => account === name).map(({ date }) => date.slice(0, 7))),
  ];

  it.each([1, 0.1])('has postings that add up to the books, to the cent, at scale %s', (scale) => {
    const company = scale === 1 ? world : generateWorld({ ...options, scale });
    for (const { month, values } of company.books.slice(0, -1)) {
      const expected = Object.fromEntries(LEDGER_METRICS.map((key) => [key, Number(values[key]).toFixed(2)]));
      expect(expectedBooks(company, month), month).toMatchObject(expected);
    }
  });

  it('holds every case that a statement can get wrong', () => {
    const leaves = accounts.map(({ fullName }) => fullName.slice(fullName.lastIndexOf(':') + 1));
    expect(new Set(leaves).size).toBeLessThan(leaves.length);
    expect(Math.max(...accounts.map(({ fullName }) => fullName.split(':').length))).toBe(3);
    expect(new Set(accounts.map(({ number }) => number)).size).toBe(accounts.length);
    expect(new Set(accounts.map(({ type }) => type)).size).toBe(5);
    expect(accounts.filter(({ fullName }) => fullName.startsWith(`${OWN_POSTINGS}:`)).length).toBeGreaterThan(0);
    expect(monthsOf(OWN_POSTINGS)).toEqual(endedMonths);
    expect(monthsOf(UNCATEGORIZED)).toEqual(['2025-12']);
    expect(monthsOf(NEW_ACCOUNT)).toEqual(['2026-01', '2026-02']);
    expect(postings.some(({ amount }) => amount.startsWith('-'))).toBe(true);
    const { misc_revenue, uncategorized_expenses } = expectedBooks(world, '2025-12');
    expect([Number(misc_revenue) > 0, uncategorized_expenses]).toEqual([true, '184.37']);
  });

  it('has of the running month what was posted until today', () => {
    const { mrr, payroll_total, product_cogs, total_income } = expectedBooks(world, '2026-02');
    const { final } = world.books.at(-1) ?? {};
    expect(mrr).toBe(Number(final?.mrr).toFixed(2));
    expect(Number(total_income)).toBeLessThan(Number(final?.total_income));
    expect(Number(payroll_total)).toBeLessThan(Number(final?.payroll_total) / 4);
    expect(Number(product_cogs)).toBeGreaterThan(0);
  });
});

describe('expectedBooks', () => {
  const post = (account: string, amount: string, date = '2025-01-15') => ({ account, date, amount });

  it('adds up a company small enough to add up by hand', () => {
    const { accounts } = exampleCompany();
    const metrics = {
      'Managed Services': 'mrr',
      'Payroll Expenses': 'payroll_total',
      Interest: 'misc_revenue',
    } as const;
    const labelled = accounts.map((account) => {
      const metric = Object.entries(metrics).find(([name]) => name === account.fullName)?.[1] ?? null;
      return { ...account, posted: null, metric };
    });
    const postings = [
      ...[post('Managed Services', '1000.01'), post('Managed Services:Backup', '-0.02'), post('Job Materials', '5.00')],
      ...[post('Managed Services', '7.00', '2025-02-01'), post('Cost of Goods Sold:Job Materials', '2.50')],
      ...[post('Payroll Expenses:Wages', '300.00'), post('Taxes:Property', '10.10'), post('Interest', '0.40')],
      post('Old Loan', '99.00'),
    ];
    expect(expectedBooks({ quickbooks: { accounts: labelled, postings } }, '2025-01')).toEqual({
      total_income: '1004.99',
      product_cogs: '2.50',
      total_expenses_qb: '310.10',
      nrr: '0.00',
      mrr: '999.99',
      orr: '0.00',
      misc_revenue: '0.40',
      payroll_total: '300.00',
      uncategorized_expenses: '0.00',
    });
  });
});

describe('expectedReactive', () => {
  const board = { name: 'Help Desk' };
  const ticket = (id: number, dateEntered: string, fields: Partial<ConnectWiseTicketRow> = {}) => ({
    id,
    board,
    status: { name: '>Closed' },
    closedDate: null,
    _info: { dateEntered },
    ...fields,
  });
  const entry = (id: number, dateEntered: string, fields: Partial<ConnectWiseTimeEntryRow> = {}) => {
    return { id, dateEntered, chargeToType: 'ServiceTicket', chargeToId: 1, ticketBoard: 'Help Desk', ...fields };
  };
  const [first, last, next] = ['2025-01-01T06:00:00Z', '2025-02-01T05:59:59Z', '2025-02-01T06:00:00Z'];
  const connectwise = {
    tickets: [
      ticket(1, first, { closedDate: last }),
      ticket(2, last, { closedDate: next }),
      ticket(3, '2025-01-01T05:59:59Z', { closedDate: first, status: { name: 'Closed' } }),
      ticket(4, next, { status: { name: 'New' } }),
      ticket(5, first, { closedDate: first, parentTicketId: 1 }),
      ticket(6, first, { closedDate: first, board: { name: 'Projects' } }),
      ticket(7, first, { closedDate: first, status: { name: '>Cancelled' } }),
    ],
    timeEntries: [
      entry(1, first, { actualHours: 0.1 }),
      entry(2, last, { actualHours: 0.2, chargeToId: 5 }),
      entry(3, next, { actualHours: 50 }),
      entry(4, first, { actualHours: 60, chargeToType: 'ProjectTicket' }),
      entry(5, first, { actualHours: 70, chargeToId: 6, ticketBoard: 'Projects' }),
      entry(6, first, { actualHours: 80, chargeToId: 6, ticketBoard: null }),
      entry(7, first, { actualHours: 0.125, ticketBoard: null }),
      entry(8, first, { actualHours: 90, chargeToId: 99, ticketBoard: null }),
      entry(9, first, { actualHours: null }),
    ],
  };

  it('counts a world small enough to count by hand', () => {
    expect(expectedReactive({ connectwise }, '2025-01', timeZone)).toEqual({
      reactive_tickets_created: 3,
      reactive_tickets_closed: 2,
      reactive_time_spent: '0.43',
    });
  });
});

describe('its calendar, worked out without src/core', () => {
  it.each(['America/Chicago', 'UTC', 'America/Havana', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'agrees with periodBoundaries in %s',
    (zone) => {
      for (const month of monthRange(parseMonth('2006-01'), parseMonth('2027-12'))) {
        const { start, end } = periodBoundaries(month, zone);
        expect(monthInstants(month, zone), month).toEqual({ start: start.getTime(), end: end.getTime() });
      }
    },
  );

  it('takes the running month from the zone', () => {
    const instant = new Date('2025-02-01T05:59:59Z');
    expect(monthsUntil(instant, 2, timeZone)).toEqual(['2024-12', '2025-01']);
    expect(monthsUntil(instant, 2, 'UTC')).toEqual(['2025-01', '2025-02']);
  });
});
