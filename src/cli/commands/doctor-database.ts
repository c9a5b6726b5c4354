import { type App, openApp } from '#src/app.ts';
import { counted, localTime } from '#src/cli/output.ts';
import type { Config } from '#src/config/config.ts';
import { QbrError } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import { DatabaseInUseError, DatabaseUnavailableError, MigrationError } from '#src/store/engine/errors.ts';
import type { Diagnosis } from './doctor.ts';
import { scheduleLine } from './schedule.ts';

/** A nightly collection that has not succeeded for longer than this needs a look. */
const LATE_AFTER_MS = 36 * 3_600_000;

/** The database, and the schedule that is kept in it. */
export async function checkDatabase(config: Config, logger: Logger): Promise<Diagnosis[]> {
  const app = await open(config, logger);
  if ('verdict' in app) return [app];
  try {
    return [await describeDatabase(app), await describeSchedule(app)];
  } finally {
    await app.close();
  }
}

async function open(config: Config, logger: Logger): Promise<App | Diagnosis> {
  try {
    // Without the vendors, whose settings are checked apart.
    return await openApp({ ...config, connectwise: null, ninjaone: null }, { logger, command: 'qbr doctor' });
  } catch (error) {
    const isTold =
      error instanceof DatabaseUnavailableError || error instanceof MigrationError || error instanceof QbrError;
    if (isTold) return { verdict: 'FAIL', subject: 'Database', finding: error.message };
    if (!(error instanceof DatabaseInUseError)) throw error;
    // That another qbr has it open says that it can be opened.
    return { verdict: 'warn', subject: 'Database', finding: `${error.message} Until then it cannot be checked.` };
  }
}

async function describeDatabase({ config, database }: App): Promise<Diagnosis> {
  // The first statement also connects.
  await database.ping();
  const begin = performance.now();
  await database.ping();
  const pingMs = (performance.now() - begin).toFixed(1);
  const [row] = await database.prisma.$queryRaw<
    { version: string }[]
  >`SELECT current_setting('server_version') AS version`;
  const place = config.database.kind === 'embedded' ? `embedded in ${config.database.directory}, ` : '';
  const applied = database.appliedMigrations.length;
  const migrations = applied > 0 ? `up to date after ${counted(applied, 'migration')} just now` : 'up to date';
  const finding = `${place}PostgreSQL ${row?.version ?? ''}, ${migrations}, answers in ${pingMs} ms`;
  return { verdict: 'ok', subject: 'Database', finding };
}

async function describeSchedule({ schedule, clock }: App): Promise<Diagnosis> {
  const status = await schedule.status();
  const { enabled, lastSuccessAt, timeZone } = status;
  const subject = 'Schedule';
  if (!enabled) return { verdict: 'ok', subject, finding: scheduleLine(status) };
  const success = lastSuccessAt ? `last full success ${localTime(lastSuccessAt, timeZone)}` : 'no full success yet';
  const isLate = !lastSuccessAt || clock().getTime() - lastSuccessAt.getTime() > LATE_AFTER_MS;
  const finding = `${scheduleLine(status)}; ${success}`;
  return isLate
    ? { verdict: 'warn', subject, finding: `${finding}. Look at qbr status, and whether qbr serve runs` }
    : { verdict: 'ok', subject, finding };
}
