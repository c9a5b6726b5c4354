import { operatorViewer } from '#src/auth/viewer.ts';
import { parseMonth } from '#src/core/period.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { type Validation, validate } from '#src/service/validation/validation.ts';
import type { Database } from '#src/store/engine/database.ts';
import { collectionFor, enter, readerSaying, type Said, scopeOn } from '../../kit/services.ts';

/** 22:30 in Chicago on 10 April 2025, a Thursday; the first of nine nights. */
export const FIRST_NIGHT = new Date('2025-04-11T03:30:00Z');
export const CRON = '30 22 * * *';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The morning after the last of nine nights. */
export const MORNING = new Date(FIRST_NIGHT.getTime() + 8 * DAY_MS + 10 * 60 * MINUTE_MS);
const FROM = '2025-01';

const BY_HAND = {
  nrr: 1000,
  mrr: 90000,
  orr: 500,
  owner_comp: 2000,
  owner_comp_taxes: 100,
  product_cogs: 4000,
  employees: 11,
  technical_employees: 5.5,
  agreements: 96,
  telemarketing_dials: 400,
  first_time_appointments: 6,
  prospects_to_pbr: 3,
  new_agreements: 1,
  new_mrr: 2000,
  lost_mrr: 100,
  total_income: 120000,
  payroll_total: 70000,
  total_expenses_qb: 100000,
};

/** A company of four months whose collection runs every night. */
export interface ValidatedWorld {
  readonly tickets: Record<string, Said[string]>;
  /** Runs the collection of a night, counted from 0. */
  night(
    index: number,
    options?: {
      readonly lateMinutes?: number;
      readonly without?: 'ninjaone';
      readonly broken?: boolean;
      readonly force?: string;
    },
  ): Promise<'skip'>;
  /** All nine nights; `between` may do something before one. */
  nights(between?: (index: number) => Promise<'skip' | undefined>): Promise<void>;
  /** From January 2025 unless it is said otherwise, on the morning after the nights. */
  validation(from?: string): Promise<Validation>;
}

export async function openWorld(database: Database): Promise<ValidatedWorld> {
  const tickets: Record<string, Said[string]> = {};
  const devices: Record<string, Said[string]> = {};
  for (const month of ['2025-01', '2025-02', '2025-03', '2025-04']) {
    tickets[month] = { reactive_tickets_created: 300, reactive_tickets_closed: 300, reactive_time_spent: 140 };
    devices[month] = { endpoints_managed: 600, seats_managed: 500 };
  }
  const broken: VendorReader = { read: () => Promise.reject(new Error('the vendor is down')) };
  const connectwise = readerSaying(() => tickets);
  const ninjaone = readerSaying(() => devices);
  const night: ValidatedWorld['night'] = async (index, options = {}) => {
    const { lateMinutes = 1, without, broken: isBroken = false, force } = options;
    const at = new Date(FIRST_NIGHT.getTime() + index * DAY_MS + lateMinutes * MINUTE_MS);
    tickets['2025-04'] = {
      ...tickets['2025-04'],
      reactive_tickets_created: 300 + index,
      reactive_tickets_closed: 301 + index,
    };
    await collectionFor(database, {
      readers: { connectwise: isBroken ? broken : connectwise, ninjaone },
      clock: () => at,
      monthsToCollect: 4,
    }).run({
      trigger: 'cli',
      viewer: operatorViewer('timer'),
      ...(without && { vendors: ['connectwise'] }),
      ...(force !== undefined && { force: { reason: force } }),
    });
    return 'skip';
  };
  const beforehand = new Date(FIRST_NIGHT.getTime() - 2 * DAY_MS);
  for (const month of ['2025-01', '2025-02', '2025-03']) await enter(database, month, BY_HAND, beforehand);
  await night(-1);
  return {
    tickets,
    night,
    async nights(between = async () => undefined) {
      for (let index = 0; index < 9; index += 1) if ((await between(index)) !== 'skip') await night(index);
    },
    validation: (from = FROM) =>
      validate(createReport(scopeOn(database, MORNING), createSnapshots(database)), {
        from: parseMonth(from),
        to: null,
        cron: CRON,
      }),
  };
}
