import { operatorViewer, SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, parseMonth } from '#src/core/period.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { Database } from '#src/store/engine/database.ts';
import { saveCollectionSwitch } from '#src/store/settings.ts';
import { collectionFor, enter, ORGANIZATION_ID, saidValues, scopeOn } from '../../kit/services.ts';
import type { MonthOfBooks } from '../books.ts';
import { enterPeople } from './people.ts';

/** When the books were entered, and two nights at 22:30 of Chicago on which was collected. */
const ENTERED_AT = new Date('2026-07-08T15:00:00Z');
const FIRST_NIGHT = new Date('2026-07-09T03:30:00Z');
const CORRECTED_AT = new Date('2026-07-09T15:00:00Z');
const SECOND_NIGHT = new Date('2026-07-10T03:30:00Z');
const FORCED_AT = new Date('2026-07-10T13:30:00Z');

/** Q2 2026, of which June lacks `prospects_to_pbr`, and of the year before what a few comparisons need. */
const BOOKS: Readonly<Record<string, MonthOfBooks>> = {
  '2025-04': { mrr: 95_000, new_mrr: 1_000 },
  '2025-05': { mrr: 96_000, new_mrr: 1_100 },
  '2025-06': { mrr: 97_000, new_mrr: 0 },
  '2026-04': books({ nrr: -2_044, mrr: 109_682, total_income: 120_000, technical_employees: 5, prospects_to_pbr: 2 }),
  '2026-05': books({ nrr: 10_877, mrr: 110_274, total_income: '132000.50', employees: 10, prospects_to_pbr: 3 }),
  '2026-06': books({ nrr: 23_446, mrr: 110_003, total_income: '141000.25', uncategorized_expenses: '120.75' }),
};

function books(values: MonthOfBooks): MonthOfBooks {
  return {
    employees: 9,
    technical_employees: '5.5',
    agreements: 80,
    orr: 1_000,
    misc_revenue: 1,
    payroll_total: '49836.85',
    owner_comp: 22_588,
    owner_comp_taxes: 13_000,
    total_expenses_qb: '88098.48',
    product_cogs: 9_000,
    cash_reserve: 200_000,
    ar_over_90_days: '1234.56',
    average_monthly_expenses: 90_000,
    telemarketing_dials: 300,
    first_time_appointments: 12,
    new_agreements: 3,
    new_mrr: 3_000,
    lost_mrr: 500,
    ...values,
  };
}

const FIRST_TICKETS = {
  '2026-04': tickets(354, 355, '146.46'),
  '2026-05': tickets(294, 294, '138.3'),
  '2026-06': tickets(433, 431, '167.32'),
  '2026-07': tickets(120, 0, '40.5'),
};
/** A ticket of June has come since, when June is frozen; July goes on. */
const SECOND_TICKETS = { ...FIRST_TICKETS, '2026-06': tickets(434, 431, '167.32'), '2026-07': tickets(131, 118, '44') };
const DEVICES = {
  '2026-04': { endpoints_managed: 597, seats_managed: 500 },
  '2026-05': { endpoints_managed: 594, seats_managed: 498 },
  '2026-06': { endpoints_managed: 591, seats_managed: 499 },
};

function tickets(created: number, closed: number, hours: string): MonthOfBooks {
  return { reactive_tickets_created: created, reactive_tickets_closed: closed, reactive_time_spent: hours };
}

/** A vendor that says what it is given, and how it counted it. */
function reader(said: Readonly<Record<string, MonthOfBooks>>, ofDevices: boolean): VendorReader {
  const provenanceOf = (month: Month, value: Decimal) => ({
    filter: ofDevices ? 'Devices of the latest snapshot of the month' : 'Parent tickets on the board "Help Desk"',
    rowsCounted: value.ceil().toNumber(),
    exclusions: ofDevices ? [{ rule: 'spares', count: 4 }] : [],
    snapshotDate: ofDevices ? `${month}-28` : null,
  });
  return {
    async read({ months }) {
      const readings = months.map((month) => {
        const values = saidValues(said[month]);
        const provenance = new Map([...values].map(([key, value]) => [key, provenanceOf(month, value)]));
        const notes = values.size > 0 ? [] : [`No device snapshot of ${month}.`];
        return [month, { values, notes, provenance }] as const;
      });
      return { kind: 'values', readings: new Map(readings) };
    },
  };
}

const FAILING: VendorReader = {
  async read() {
    throw new VendorError('NinjaOne', 'unavailable', 'the list of devices failed: HTTP 503 after 5 tries');
  },
};

/**
 * A company's books with something of everything that can be asked for: collected and entered by hand, corrected, overridden,
 * found, acknowledged, closed, failed; and people who keep them.
 */
export async function enterWorld(database: Database): Promise<void> {
  for (const [period, values] of Object.entries(BOOKS)) await enter(database, period, values, ENTERED_AT);
  await enter(database, '2026-05', { employee_expense: 15_000 }, ENTERED_AT);
  await saveCollectionSwitch(database.prisma, ORGANIZATION_ID, { enabled: true, since: ENTERED_AT, setBy: 'tester' });
  await collect(database, FIRST_NIGHT, { connectwise: reader(FIRST_TICKETS, false), ninjaone: reader(DEVICES, true) });
  const correction = { metric: 'owner_comp', value: new Decimal(22_000), notes: 'as paid' };
  await enterMetrics(scopeOn(database, CORRECTED_AT), { period: '2026-06', entries: [correction] });
  await collect(database, SECOND_NIGHT, { connectwise: reader(SECOND_TICKETS, false), ninjaone: FAILING });
  await acknowledgeFinding(scopeOn(database, SECOND_NIGHT), { id: 1, note: 'A bonus was paid back.' });
  await setThresholds(database);
  await closeBefore(database);
  await enterPeople(database);
}

/** A collection that overwrites the frozen values of April, as an admin may order with a reason. */
export async function collectByForce(database: Database): Promise<void> {
  const readers = { connectwise: reader({ '2026-04': tickets(360, 355, '150') }, false), ninjaone: null };
  const force = { reason: 'ConnectWise was corrected' };
  const months = [parseMonth('2026-04')];
  const collection = collectionFor(database, { readers, clock: () => FORCED_AT });
  await collection.run({ trigger: 'api', viewer: operatorViewer('tester'), months, force });
}

async function collect(database: Database, at: Date, readers: Record<'connectwise' | 'ninjaone', VendorReader>) {
  const months = ['2026-04', '2026-05', '2026-06', '2026-07'].map((month) => parseMonth(month));
  const scheduled = { trigger: 'schedule', viewer: SCHEDULE_VIEWER, scheduledFor: at } as const;
  await collectionFor(database, { readers, clock: () => at }).run({ ...scheduled, months });
}

async function setThresholds(database: Database): Promise<void> {
  for (const threshold of [
    { metric: 'reactive_tickets_created', type: 'critical', bound: 'max', value: new Decimal(400) },
    { metric: 'net_profit_pct', type: 'warning', bound: 'min', value: new Decimal('0.2') },
    { metric: 'gross_margin_pct', type: 'warning', bound: 'min', value: new Decimal('0.5') },
  ] as const) {
    await setThreshold(scopeOn(database, ENTERED_AT), threshold);
  }
}

/** Closes the months before the books, as if somebody had done so when they ended. */
async function closeBefore({ prisma }: Database): Promise<void> {
  const months = ['2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03'];
  await prisma.periodClosing.createMany({
    data: ['2025-06', ...months].map((period) => {
      return { organizationId: ORGANIZATION_ID, period, closedAt: ENTERED_AT, closedBy: 'tester' };
    }),
  });
}
