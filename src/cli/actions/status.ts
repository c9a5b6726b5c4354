import type { App } from '#src/app.ts';
import { VENDOR_ARGUMENTS } from '#src/cli/arguments.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { addMonths, type Month } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { formatBuild, type ProgramBuild, programBuild } from '#src/package-root.ts';
import { type BackupHealth, backupHealth } from '#src/service/backup/health.ts';
import {
  listMonths,
  listOpenFindings,
  type MonthState,
  summarizeRun,
  type VendorSummary,
} from '#src/service/collection/overview.ts';
import type { CollectionStatus } from '#src/service/collection/schedule.ts';
import type { Scope } from '#src/service/scope.ts';
import type { StoredRun } from '#src/store/collection-runs.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import { drillJson } from './backup-drill-result.ts';
import { scheduleLine } from './schedule.ts';

interface Overview {
  readonly build: ProgramBuild;
  /** The newer version that has migrated the database. */
  readonly newerVersion: string | null;
  readonly schedule: CollectionStatus;
  readonly vendors: readonly VendorSummary[];
  readonly findings: readonly StoredFinding[];
  readonly months: readonly MonthState[];
  readonly backup: BackupHealth;
}

/** The action of `qbr status`. */
export async function showStatus(
  app: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const overview = await readOverview(app, operatorScope(app, terminal));
  if (json) terminal.printJson(overviewJson(overview));
  else terminal.print(overviewText(overview));
  return EXIT.done;
}

async function readOverview({ schedule, database }: App, scope: Scope): Promise<Overview> {
  const status = await schedule.status(scope);
  const months = await listMonths(scope);
  const monthKeys = months.map(({ month }) => month);
  const { lastRun } = status;
  return {
    build: programBuild(),
    newerVersion: database.newerVersion,
    schedule: status,
    vendors: lastRun ? await summarizeRun(scope, lastRun.id) : [],
    findings: await listOpenFindings(scope, monthKeys),
    months,
    backup: await backupHealth(scope),
  };
}

function overviewJson({ build, newerVersion, schedule, vendors, findings, months, backup }: Overview) {
  const { running, lastRun, openFindings, ...rest } = schedule;
  return {
    program: { ...build, newerVersion },
    ...rest,
    running: running && runJson(running),
    lastRun: lastRun && { ...runJson(lastRun), vendors },
    findings: findings.map(({ id, kind, month, metric, message, createdAt }) => {
      return { id, kind, period: month, metric, message, createdAt };
    }),
    months: months.map(({ month, frozen, closed }) => {
      return { period: month, frozen: frozen.map((vendor) => VENDOR_ARGUMENTS[vendor]), closed };
    }),
    backup: { ...backup, lastDrill: backup.lastDrill && drillJson(backup.lastDrill) },
  };
}

function runJson({ id, status, trigger, requestedBy, startedAt, endedAt, interrupted }: StoredRun) {
  return { id, status, trigger, requestedBy, startedAt, endedAt, interrupted };
}

function overviewText({ build, newerVersion, schedule, vendors, findings, months, backup }: Overview): string {
  return [
    `qbr-server ${formatBuild(build)}`,
    ...(newerVersion === null ? [] : [`Version ${newerVersion} has migrated the database: install it here too.`]),
    scheduleLine(schedule),
    ...lastRunLines(schedule, vendors),
    backupLine(backup, schedule.timeZone),
    '',
    findings.length === 0 ? 'No open findings.' : `${counted(findings.length, 'open finding')}:`,
    ...findings.map(({ month, message }) => `  ${month} ${message}`),
    '',
    ...monthLines(months),
  ].join('\n');
}

function lastRunLines(
  { lastRun, lastSuccessAt, timeZone }: CollectionStatus,
  vendors: readonly VendorSummary[],
): string[] {
  if (!lastRun) return ['No collection has run yet. Start one with qbr collect.'];
  const { id, status, trigger, requestedBy, startedAt, endedAt } = lastRun;
  const seconds = endedAt ? `, ${((endedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)} s` : '';
  const by = trigger === 'cli' || trigger === 'api' ? `by ${requestedBy}` : 'on schedule';
  const success = lastSuccessAt ? localTime(lastSuccessAt, timeZone) : 'never';
  const rows = vendors.map((each) => [each.vendor, each.status, each.months, each.metricsCollected]);
  return [
    `Last run: ${id}, ${status}, started ${localTime(startedAt, timeZone)} ${by}${seconds}; last full success: ${success}`,
    ...(rows.length > 0 ? ['', table(['Vendor', 'Result', 'Months', 'Values'], rows)] : []),
    ...vendors.flatMap(({ errorMessage }) => (errorMessage ? [errorMessage] : [])),
  ];
}

function backupLine({ lastBackupAt, lastDrill, problem }: BackupHealth, timeZone: string): string {
  const made = lastBackupAt ? `last made ${localTime(lastBackupAt, timeZone)}` : 'none made yet';
  if (!lastDrill) return `Backup: ${made}; never restored on trial (qbr backup drill)`;
  const { failure, endedAt } = lastDrill;
  const result = failure ? `FAILED (${failure.step}): ${failure.problem}` : 'passed';
  const overdue = problem === 'overdue' ? ', OVERDUE' : '';
  return `Backup: ${made}; drill of ${localTime(endedAt, timeZone)} ${result}${overdue}`;
}

/** The months; adjacent months in the same state share a line. */
function monthLines(months: readonly MonthState[]): string[] {
  if (months.length === 0) return ['No month has values yet.'];
  const spans: { from: Month; to: Month; state: string }[] = [];
  for (const each of months) {
    const span = spans.at(-1);
    const state = stateOf(each);
    if (span?.state === state && addMonths(span.to, 1) === each.month) span.to = each.month;
    else spans.push({ from: each.month, to: each.month, state });
  }
  const rows = spans.map(({ from, to, state }) => [from === to ? from : `${from} to ${to}`, state]);
  return [table(['Months with values', 'State'], rows)];
}

function stateOf({ frozen, closed }: MonthState): string {
  if (closed) return 'closed';
  return frozen.length > 0 ? `frozen (${frozen.map((vendor) => VENDOR_ARGUMENTS[vendor]).join(', ')})` : 'open';
}
