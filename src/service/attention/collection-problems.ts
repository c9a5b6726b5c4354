import type { AttentionText } from '#src/service/attention/severity.ts';
import type { CollectionSchedules } from '#src/service/collection/schedule.ts';
import type { Scope } from '#src/service/scope.ts';
import { requireVendor, type Vendor } from '#src/service/vendors.ts';
import { readVendorFailures } from '#src/store/collection-log.ts';
import {
  findNewestEndedRuns,
  findRun,
  runsScheduledFor,
  type StoredRun,
  VENDOR_RUN_TRIGGERS,
} from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';

/** A problem of the collection. */
export interface CollectionProblem extends AttentionText {
  readonly kind: 'collectionProblem';
  readonly problem: 'failed' | 'partial' | 'late' | 'disabled';
  /** The failed run, if any. */
  readonly run: StoredRun | null;
  /** The scheduled time without a run, if any. */
  readonly dueAt: Date | null;
  readonly failures: readonly VendorFailure[];
}

/** Why a run collected nothing from a vendor. */
export interface VendorFailure {
  readonly vendor: Vendor;
  readonly message: string;
}

/** The part of the schedules used here. */
export type AttentionSchedule = Pick<CollectionSchedules, 'status' | 'lastScheduledTime'>;

/** Tolerated delay of a run: due runs are checked every minute, and another run may be in progress. */
const GRACE_MS = 15 * 60 * 1_000;

/** Problems of an organization's last collection and of its nightly schedule. */
export function collectionProblems(scope: Scope, schedule: AttentionSchedule): Promise<CollectionProblem[]> {
  return withinOrganization(scope.organization.id, () => findProblems(scope, schedule));
}

async function findProblems(scope: Scope, schedule: AttentionSchedule): Promise<CollectionProblem[]> {
  const { database, at: now } = scope;
  const organizationId = scope.organization.id;
  const ended = await findNewestEndedRuns(database.prisma, organizationId);
  const books = await failedBooks(database, organizationId, ended.books);
  const { enabled, running, retryAt } = await schedule.status(scope);
  const failed = [...(await failedCollection(database, organizationId, { run: ended.vendors, retryAt })), ...books];
  if (!enabled) return [...failed, disabled()];
  return running ? failed : [...failed, ...(await lateCollection(scope, schedule, now))];
}

async function failedCollection(
  database: Database,
  organizationId: number,
  { run, retryAt }: { readonly run: StoredRun | null; readonly retryAt: Date | null },
): Promise<CollectionProblem[]> {
  if (!run || run.status === 'success' || run.status === 'running') return [];
  const failures = await failuresOf(database, organizationId, run.id);
  const subject = `The collection of ${run.startedAt.toISOString()}`;
  return [
    {
      kind: 'collectionProblem',
      problem: run.status,
      severity: run.status === 'failed' ? 'critical' : 'warning',
      message: run.status === 'failed' ? `${subject} failed; nothing was stored.` : `${subject} ${lacking(failures)}.`,
      action: retryAt
        ? `It will be retried at ${retryAt.toISOString()}. If the retry fails too, follow each vendor’s message.`
        : run.interrupted
          ? 'The program stopped during the collection. Collect again.'
          : 'Follow each vendor’s message, check the setup with `qbr doctor`, then collect again.',
      run,
      dueAt: null,
      failures,
    },
  ];
}

/** QuickBooks Online's months are refused one by one, the other vendors' all together. */
function lacking(failures: readonly VendorFailure[]): string {
  const isBooks = ({ vendor }: VendorFailure) => vendor.key === 'quickbooks';
  const names = new Set(failures.filter((each) => !isBooks(each)).map(({ vendor }) => vendor.name));
  return [
    ...(names.size > 0 ? [`collected nothing from ${[...names].join(' and ')}`] : []),
    ...(failures.some(isBooks) ? ['lacks months of the books'] : []),
  ].join(' and ');
}

/** The problem of the Web Connector's last session, if it did not bring every month. */
async function failedBooks(
  database: Database,
  organizationId: number,
  run: StoredRun | null,
): Promise<CollectionProblem[]> {
  if (!run || run.status === 'success' || run.status === 'running') return [];
  const subject = `The books that the Web Connector brought at ${run.startedAt.toISOString()}`;
  return [
    {
      kind: 'collectionProblem',
      problem: run.status,
      severity: run.status === 'failed' ? 'critical' : 'warning',
      message: run.status === 'failed' ? `${subject} were refused; nothing was stored.` : `${subject} lack months.`,
      action: 'Follow the message of each month, then update again in the Web Connector.',
      run,
      dueAt: null,
      failures: await failuresOf(database, organizationId, run.id),
    },
  ];
}

/** The distinct error messages of a run's failed vendors. */
async function failuresOf(
  { prisma, vendorIds }: Database,
  organizationId: number,
  runId: number,
): Promise<VendorFailure[]> {
  const rows = await readVendorFailures(prisma, organizationId, runId);
  return rows.map(({ vendorId, errorMessage }) => ({
    vendor: requireVendor(vendorIds, vendorId),
    message: errorMessage ?? 'No reason was recorded.',
  }));
}

async function lateCollection(scope: Scope, schedule: AttentionSchedule, now: Date): Promise<CollectionProblem[]> {
  const { prisma } = scope.database;
  const organizationId = scope.organization.id;
  const dueAt = await schedule.lastScheduledTime(scope);
  if (!dueAt || now.getTime() - dueAt.getTime() <= GRACE_MS) return [];
  if ((await runsScheduledFor(prisma, organizationId, dueAt)).length > 0) return [];
  // A later successful run replaces the scheduled one.
  const latest = await findRun(prisma, organizationId, {
    statuses: ['success', 'partial'],
    triggers: VENDOR_RUN_TRIGGERS,
  });
  if (latest && latest.startedAt >= dueAt) return [];
  return [
    {
      kind: 'collectionProblem',
      problem: 'late',
      severity: 'warning',
      message: `The collection scheduled for ${dueAt.toISOString()} has not run.`,
      action:
        'Check that `qbr serve` is running with the configured schedule; it catches up on a run missed by at most 12 hours. Start an earlier one by hand.',
      run: null,
      dueAt,
      failures: [],
    },
  ];
}

function disabled(): CollectionProblem {
  return {
    kind: 'collectionProblem',
    problem: 'disabled',
    severity: 'notice',
    message: 'The nightly collection is disabled.',
    action: 'Review what has been collected so far, then enable it.',
    run: null,
    dueAt: null,
    failures: [],
  };
}
