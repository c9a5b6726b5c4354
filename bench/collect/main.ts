import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { type Month, monthRange, parseMonth } from '#src/core/period.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../../test/kit/connectwise/fake.ts';
import type { ConnectWiseRows } from '../../test/kit/connectwise/rows.ts';
import { readNaively } from './naive.ts';
import { benchmarkRows } from './rows.ts';

/**
 * Requests and seconds to read 13 months with 15,000 tickets and 30,000 time entries, by the program's source (from a current server
 * and from one that does not know `ticketBoard`) and by a naive client. Latencies in milliseconds may be given as arguments.
 */

const MONTHS = monthRange(parseMonth('2024-01'), parseMonth('2025-01'));
const TIME_ZONE = 'America/Chicago';
const TICKETS = 15_000;
const DEFAULT_LATENCIES_MS = [0, 50, 200];

interface Measurement {
  readonly requests: number;
  readonly seconds: number;
  readonly maxInFlight: number;
  readonly values: ReadonlyMap<Month, string>;
}

type Read = (url: string) => Promise<ReadonlyMap<Month, string>>;

async function readWithSource(url: string): Promise<ReadonlyMap<Month, string>> {
  const source = createConnectWiseSource({ server: url, ...FAKE_CREDENTIALS });
  const signal = new AbortController().signal;
  const readings = await source.read({ months: MONTHS, timeZone: TIME_ZONE, signal, onProgress: () => undefined });
  return new Map(
    [...readings].map(([month, { values }]) => {
      const [created, closed, hours] = [...values.values()];
      return [month, `${created}/${closed}/${hours?.toFixed(2)}`];
    }),
  );
}

async function measure(
  rows: ConnectWiseRows,
  server: { latencyMs: number; knowsTicketBoard?: boolean },
  read: Read,
): Promise<Measurement> {
  const fake = await startConnectWiseFake({ rows, ...server });
  try {
    const startedAt = performance.now();
    const values = await read(fake.url);
    const seconds = (performance.now() - startedAt) / 1000;
    return { requests: fake.requests.all.length, seconds, maxInFlight: fake.requests.maxInFlight, values };
  } finally {
    await fake.close();
  }
}

function line(cells: readonly (string | number)[]): string {
  const [first = '', ...rest] = cells.map(String);
  return `${first.padEnd(34)}${rest.map((cell) => cell.padStart(12)).join('')}\n`;
}

function result(name: string, measured: Measurement, naive: Measurement): string {
  const isSame = [...naive.values].every(([month, value]) => measured.values.get(month) === value);
  return line([
    name,
    measured.requests,
    measured.seconds.toFixed(1),
    measured.maxInFlight,
    `${(naive.requests / measured.requests).toFixed(1)}×`,
    `${(naive.seconds / measured.seconds).toFixed(1)}×`,
    isSame ? 'same' : 'DIFFER',
  ]);
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2).map(Number);
  const rows = benchmarkRows(MONTHS, TIME_ZONE, TICKETS);
  const { tickets, timeEntries } = rows;
  process.stdout.write(`${MONTHS.length} months, ${tickets.length} tickets, ${timeEntries.length} time entries\n\n`);
  process.stdout.write(line(['', 'requests', 'seconds', 'in flight', 'fewer', 'faster', 'values']));
  for (const latencyMs of asked.length > 0 ? asked : DEFAULT_LATENCIES_MS) {
    const naive = await measure(rows, { latencyMs }, (url) => readNaively(url, MONTHS, TIME_ZONE));
    const source = await measure(rows, { latencyMs }, readWithSource);
    const old = await measure(rows, { latencyMs, knowsTicketBoard: false }, readWithSource);
    process.stdout.write(result(`${latencyMs} ms: source`, source, naive));
    process.stdout.write(result(`${latencyMs} ms: source, no ticketBoard`, old, naive));
    process.stdout.write(result(`${latencyMs} ms: naive`, naive, naive));
  }
}

await main();
