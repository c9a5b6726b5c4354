import { type App, openApp } from '#src/app.ts';
import type { CommandContext } from '#src/cli/command.ts';
import { openOrConnect } from '#src/cli/command-client.ts';
import { type ExitStatus, ServerStoppedError, SetUpError } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import type { Config } from '#src/config/config.ts';
import { QbrError } from '#src/core/errors.ts';
import { counted, listed } from '#src/core/words.ts';
import type { Logger } from '#src/log/log.ts';
import { booksProblems } from '#src/service/books/problems.ts';
import { booksStatus } from '#src/service/books/status.ts';
import type { Scope } from '#src/service/scope.ts';
import { readSecretsStatus } from '#src/service/settings/rotate-secrets.ts';
import { readServerVersion } from '#src/store/engine/database.ts';
import { DatabaseInUseError, DatabaseUnavailableError, MigrationError } from '#src/store/engine/errors.ts';
import { DATABASE_ONLY } from './database-only.ts';
import type { Diagnosis } from './diagnosis.ts';
import { scheduleLine } from './schedule.ts';

const EXPECTED = [DatabaseUnavailableError, MigrationError, QbrError, SetUpError, ServerStoppedError];
/** Maximum time since the last successful nightly collection. */
const LATE_AFTER_MS = 36 * 3_600_000;

interface CheckedProgram {
  readonly config: Config;
  readonly logger: Logger;
  readonly context: CommandContext;
}

/** Shows the state of database and schedule; a server that holds the embedded database shows it itself. */
export async function checkDatabase(
  { config, logger, context }: CheckedProgram,
  show: (diagnoses: readonly Diagnosis[]) => ExitStatus,
): Promise<ExitStatus> {
  try {
    // Vendor settings are checked separately.
    const settings = { ...config, connectwise: null, ninjaone: null };
    const program = await openOrConnect(() => openApp(settings, { logger, command: 'qbr doctor' }), context);
    if ('server' in program) return await program.server.run({ ...context, args: ['doctor', DATABASE_ONLY] });
    try {
      return show(await describeApp(program.opened, context.terminal));
    } finally {
      await program.opened.close();
    }
  } catch (error) {
    return show([diagnosisOf(error)]);
  }
}

/** The state of the open database and the schedule. */
export async function describeApp(app: App, terminal: Pick<Terminal, 'operator'>): Promise<Diagnosis[]> {
  const scope = operatorScope(app, terminal);
  const secrets = await describeSecrets(app, scope);
  return [
    await describeDatabase(app),
    ...describeRowSecurity(app.database),
    ...secrets,
    await describeSchedule(app, scope),
    ...(await describeBooks(scope)),
  ];
}

/** Nothing where it binds this program. */
function describeRowSecurity({ rowSecurity: { problem } }: App['database']): Diagnosis[] {
  return problem === null ? [] : [{ verdict: 'warn', subject: 'Row security', finding: problem }];
}

function diagnosisOf(error: unknown): Diagnosis {
  const subject = 'Database';
  // Another qbr has the database open, so it can be opened.
  if (error instanceof DatabaseInUseError)
    return { verdict: 'warn', subject, finding: `${error.message} It cannot be checked until then.` };
  if (EXPECTED.some((type) => error instanceof type))
    return { verdict: 'FAIL', subject, finding: (error as Error).message };
  throw error;
}

async function describeDatabase({ config, database }: App): Promise<Diagnosis> {
  // The first ping includes connecting.
  await database.ping();
  const begin = performance.now();
  await database.ping();
  const pingMs = (performance.now() - begin).toFixed(1);
  const version = await readServerVersion(database.prisma);
  const place = config.database.kind === 'embedded' ? `embedded in ${config.database.directory}, ` : '';
  const finding = `${place}PostgreSQL ${version}, ${describeMigrations(database)}, answers in ${pingMs} ms`;
  return { verdict: database.newerVersion === null ? 'ok' : 'warn', subject: 'Database', finding };
}

function describeMigrations({ appliedMigrations: { length }, newerVersion }: App['database']): string {
  if (newerVersion !== null) {
    return `migrated by the newer version ${newerVersion}, which this one can still use: install version ${newerVersion} here too`;
  }
  return length > 0 ? `up to date after ${counted(length, 'migration')} just now` : 'up to date';
}

/** Nothing where no secret is stored. */
async function describeSecrets({ config }: App, scope: Scope): Promise<Diagnosis[]> {
  const subject = 'Secrets';
  const { secrets, notOpened, keys } = await readSecretsStatus(scope, config);
  if (secrets === 0) return [];
  const older = keys.filter(({ isNewest, seals }) => !isNewest && seals > 0);
  const rotate = older.length > 0 ? '; some with an older key: run qbr secrets rotate' : '';
  if (notOpened.length === 0)
    return [{ verdict: 'ok', subject, finding: `${counted(secrets, 'secret')} can be opened${rotate}` }];
  return notOpened.map(({ organizationId, name, problem }) => {
    return { verdict: 'FAIL', subject, finding: `organization ${organizationId}, ${name}: ${problem}` };
  });
}

/** Nothing where there are no books. */
async function describeBooks(scope: Scope): Promise<Diagnosis[]> {
  const subject = 'Books';
  const problems = await booksProblems(scope);
  if (problems === null) return [];
  const accounts = (await booksStatus(scope)).unmapped.filter(({ isNew }) => isNew);
  const found = problems.map(({ message, action }) => `${message} ${action}`);
  if (accounts.length > 0) {
    const names = listed(accounts.map(({ account, amount }) => `${account} ${amount}`));
    found.push(`New accounts are in no metric: ${names}. Add them to the mapping: \`qbr books mapping export\`.`);
  }
  if (found.length === 0) return [{ verdict: 'ok', subject, finding: 'read, and mapped to metrics' }];
  return found.map((finding) => ({ verdict: 'warn', subject, finding }));
}

async function describeSchedule({ schedule, clock }: App, scope: Scope): Promise<Diagnosis> {
  const status = await schedule.status(scope);
  const { enabled, lastSuccessAt, timeZone } = status;
  const subject = 'Schedule';
  if (!enabled) return { verdict: 'ok', subject, finding: scheduleLine(status) };
  const success = lastSuccessAt ? `last full success ${localTime(lastSuccessAt, timeZone)}` : 'no full success yet';
  const isLate = !lastSuccessAt || clock().getTime() - lastSuccessAt.getTime() > LATE_AFTER_MS;
  const finding = `${scheduleLine(status)}; ${success}`;
  return isLate
    ? { verdict: 'warn', subject, finding: `${finding}. Check qbr status, and that qbr serve is running` }
    : { verdict: 'ok', subject, finding };
}
