import { operatorViewer } from '#src/auth/viewer.ts';
import type { MonthReading, RowsRead } from '#src/collect/source.ts';
import type { Provenance } from '#src/core/collection/provenance.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { addMonths, type Month, monthAt, monthRange } from '#src/core/period.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { Database } from '#src/store/engine/database.ts';
import {
  collectionFor,
  type HoldableReader,
  holdableReader,
  readerSaying,
  type Said,
  scopeOn,
  TIME_ZONE,
} from './services.ts';
import { generateWorld } from './world/world.ts';

/** Chicago's morning of 12 November 2026: Q3 2026 has ended, Q4 is running. */
export const COMPANY_NOW = new Date('2026-11-12T15:00:00Z');

const MONTHS_OF_DATA = 27;

/** The company's vendors: what they say can be changed, and their answers kept back. */
export interface CompanyVendors {
  readonly readers: { readonly connectwise: HoldableReader; readonly ninjaone: HoldableReader };
  /** From now on ConnectWise says so of a month, and of the others what it said. */
  correct(month: Month, values: Said[string]): void;
}

export function playCompanyVendors(): CompanyVendors {
  const running = monthAt(COMPANY_NOW, TIME_ZONE);
  const months = monthRange(addMonths(running, 1 - MONTHS_OF_DATA), running);
  const saying = (values: (index: number) => Said[string]) =>
    new Map<string, Said[string]>(months.map((month, index) => [month, values(index)]));
  const tickets = saying((index) => ({
    reactive_tickets_created: 340 + ((index * 37) % 60),
    reactive_tickets_closed: 335 + ((index * 31) % 60),
    reactive_time_spent: 140.25 + (index % 7),
  }));
  const devices = saying((index) => ({ endpoints_managed: 580 + index, seats_managed: 500 + index }));
  return {
    readers: {
      connectwise: holdableReader(withRows(readerSaying(() => Object.fromEntries(tickets)))),
      ninjaone: holdableReader(readerSaying(() => Object.fromEntries(devices))),
    },
    correct: (month, values) => tickets.set(month, { ...tickets.get(month), ...values }),
  };
}

/** ConnectWise with rows: as many tickets as it says, and entries of a quarter of an hour. A row that is missing was deleted. */
function withRows(reader: VendorReader): VendorReader {
  return {
    explain: async () => () => 'deleted',
    async read(request) {
      const reading = await reader.read(request);
      if (reading.kind !== 'values') return reading;
      const readings = [...reading.readings].map(([month, each]): [Month, MonthReading] => {
        const evidence = new Map([...each.values].map(([metric, value]) => [metric, rowsOf(month, metric, value)]));
        const provenance = new Map([...evidence].map(([metric, { rows }]) => [metric, provenanceOf(rows.length)]));
        return [month, { ...each, evidence, provenance }];
      });
      return { kind: 'values', readings: new Map(readings) };
    },
  };
}

function rowsOf(month: Month, metric: MetricKey, value: Decimal): RowsRead {
  const isTime = metric === 'reactive_time_spent';
  const amount = isTime ? new Decimal('0.25') : null;
  const first = Number(month.replace('-', '')) * 1_000;
  const length = Math.max(0, value.times(isTime ? 4 : 1).toNumber());
  return { rows: Array.from({ length }, (_, index) => ({ id: first + index, amount })), leftOut: new Map() };
}

function provenanceOf(rowsCounted: number): Provenance {
  return { filter: 'Rows on the board "Help Desk"', rowsCounted, exclusions: [], snapshotDate: null };
}

/** Fills an empty database with 27 months of a generated company: tickets and devices by a collection, the books by hand. */
export async function fillCompany(database: Database): Promise<void> {
  const world = generateWorld({
    seed: 'dashboard',
    until: COMPANY_NOW,
    months: MONTHS_OF_DATA,
    timeZone: TIME_ZONE,
    scale: 0.1,
  });
  await collectionFor(database, {
    readers: playCompanyVendors().readers,
    clock: () => COMPANY_NOW,
    monthsToCollect: MONTHS_OF_DATA,
  }).run({ trigger: 'cli', viewer: operatorViewer('vitest') });
  for (const { month, values } of world.books) {
    const entries = Object.entries(values).map(([metric, value]) => ({ metric, value: new Decimal(value) }));
    await enterMetrics(scopeOn(database, COMPANY_NOW), { period: month, entries });
  }
}
