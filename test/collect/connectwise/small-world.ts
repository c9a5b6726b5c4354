import { afterEach, expect } from 'vitest';
import { type ConnectWiseSettings, createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { MonthReading } from '#src/collect/source.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import { type ConnectWiseFakeOptions, FAKE_CREDENTIALS, startConnectWiseFake } from '../../kit/connectwise/fake.ts';
import type { ConnectWiseRows, ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../../kit/connectwise/rows.ts';
import type { HttpFake } from '../../kit/http-faults.ts';

/** Chicago's months of 2025 that the tests look at, as instants written down by hand: [start, next start). */
export const CHICAGO_MONTHS: Readonly<Record<string, readonly [string, string]>> = {
  '2025-01': ['2025-01-01T06:00:00Z', '2025-02-01T06:00:00Z'],
  '2025-02': ['2025-02-01T06:00:00Z', '2025-03-01T06:00:00Z'],
  '2025-03': ['2025-03-01T06:00:00Z', '2025-04-01T05:00:00Z'],
  '2025-10': ['2025-10-01T05:00:00Z', '2025-11-01T05:00:00Z'],
  '2025-11': ['2025-11-01T05:00:00Z', '2025-12-01T06:00:00Z'],
};
export const CHICAGO = 'America/Chicago';
export const CLOSED_STATUSES = ['>Closed', '>Closed - No response', 'Closed'];

export function months(...texts: string[]): Month[] {
  return texts.map((text) => parseMonth(text));
}

/** An instant `seconds` after `iso`, as PSA writes it. */
export function later(iso: string, seconds: number): string {
  return new Date(Date.parse(iso) + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export function ticketRow(
  row: Partial<ConnectWiseTicketRow> & { id: number; entered: string; boardName?: string; statusName?: string },
): ConnectWiseTicketRow {
  const { entered, boardName = 'Help Desk', statusName = 'New', ...rest } = row;
  return {
    board: { id: 1, name: boardName },
    status: { id: 1, name: statusName },
    _info: { dateEntered: entered },
    ...rest,
  };
}

export function timeEntryRow(
  row: Partial<ConnectWiseTimeEntryRow> & { id: number; dateEntered: string },
): ConnectWiseTimeEntryRow {
  return { chargeToType: 'ServiceTicket', chargeToId: 1, ticketBoard: 'Help Desk', actualHours: 1, ...row };
}

/** Settings for a fake at `url` that wait milliseconds where the real ones wait seconds. */
export function settingsFor(url: string, more: Partial<ConnectWiseSettings> = {}): ConnectWiseSettings {
  const http = { backoffMs: { baseMs: 1, maxMs: 4 }, requestTimeoutMs: 5_000 };
  return { server: url, ...FAKE_CREDENTIALS, http, ...more };
}

export function readRequest(list: readonly Month[], signal: AbortSignal = new AbortController().signal) {
  return { months: list, timeZone: CHICAGO, signal, onProgress: () => undefined };
}

export interface ReactiveNumbers {
  readonly created: number;
  readonly closed: number;
  /** Hours with two decimals. */
  readonly hours: string;
}

/** What the source said of each month, in the form of `expectedNumbers`. */
export function numbersOf(readings: ReadonlyMap<Month, MonthReading>): Record<string, ReactiveNumbers> {
  const numbers = [...readings].map(([name, { values }]) => [
    name,
    {
      created: Number(values.get('reactive_tickets_created')),
      closed: Number(values.get('reactive_tickets_closed')),
      hours: values.get('reactive_time_spent')?.toFixed(2) ?? 'absent',
    },
  ]);
  return Object.fromEntries(numbers);
}

/** docs/calculations.md section 11 once more, over rows in memory and without any code of the program. */
export function expectedNumbers(rows: ConnectWiseRows, list: readonly string[]): Record<string, ReactiveNumbers> {
  return Object.fromEntries(list.map((name) => [name, expectedMonth(rows, name)]));
}

function expectedMonth({ tickets, timeEntries }: ConnectWiseRows, name: string): ReactiveNumbers {
  const [start = '', end = ''] = CHICAGO_MONTHS[name] ?? [];
  // All dates have the same form, so that their text sorts as their time.
  const isInside = (date: string | null | undefined) => !!date && date >= start && date < end;
  let created = 0;
  let closed = 0;
  const boards = new Map<number, string | undefined>();
  for (const ticket of tickets) {
    boards.set(ticket.id, ticket.board?.name);
    if (ticket.board?.name !== 'Help Desk' || ticket.parentTicketId) continue;
    if (isInside(ticket._info.dateEntered)) created += 1;
    if (isInside(ticket.closedDate) && CLOSED_STATUSES.includes(ticket.status?.name ?? '')) closed += 1;
  }
  let billionths = 0n;
  for (const entry of timeEntries) {
    if (entry.chargeToType !== 'ServiceTicket' || !isInside(entry.dateEntered)) continue;
    const board = entry.ticketBoard ?? boards.get(entry.chargeToId ?? -1);
    if (board === 'Help Desk') billionths += billionthsOf(entry.actualHours ?? 0);
  }
  return { created, closed, hours: roundedHours(billionths) };
}

/** A decimal's digits as an integer of 10⁻⁹: no binary arithmetic. */
function billionthsOf(hours: number): bigint {
  const [whole = '0', fraction = ''] = String(Math.abs(hours)).split('.');
  const digits = BigInt(whole + fraction.padEnd(9, '0'));
  return hours < 0 ? -digits : digits;
}

function roundedHours(billionths: bigint): string {
  const magnitude = billionths < 0n ? -billionths : billionths;
  const hundredths = (magnitude + 5_000_000n) / 10_000_000n;
  const text = hundredths.toString().padStart(3, '0');
  const sign = billionths < 0n && hundredths > 0n ? '-' : '';
  return `${sign}${text.slice(0, -2)}.${text.slice(-2)}`;
}

const fakes: HttpFake[] = [];

afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

type FakeOptions = Omit<ConnectWiseFakeOptions, 'rows'>;

/** A fake that ends with the test. */
export async function fakeOf(rows: ConnectWiseRows, options: FakeOptions = {}): Promise<HttpFake> {
  const fake = await startConnectWiseFake({ rows, ...options });
  fakes.push(fake);
  return fake;
}

/** Reads `list` from a fake and checks it against the plain computation. */
export async function readAndCompare(rows: ConnectWiseRows, list: string[], options: FakeOptions = {}) {
  const fake = await fakeOf(rows, options);
  const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest(months(...list)));
  expect(numbersOf(readings)).toEqual(expectedNumbers(rows, list));
  return { fake, readings, numbers: numbersOf(readings) };
}
