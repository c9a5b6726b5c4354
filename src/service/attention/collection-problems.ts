import type { AttentionText } from '#src/service/attention/severity.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';
import type { Scope } from '#src/service/scope.ts';
import { requireVendor, type Vendor } from '#src/service/vendors.ts';
import { findRun, readVendorFailures, runsScheduledFor, type StoredRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';

/** What is the matter with the collection from the vendors. */
export interface CollectionProblem extends AttentionText {
  readonly kind: 'collectionProblem';
  readonly problem: 'failed' | 'partial' | 'late' | 'disabled';
  /** The run that failed; null where none did. */
  readonly run: StoredRun | null;
  /** The scheduled time that has passed without a run; null where none has. */
  readonly dueAt: Date | null;
  readonly failures: readonly VendorFailure[];
}

/** Why a run collected nothing from a vendor. */
export interface VendorFailure {
  readonly vendor: Vendor;
  readonly message: string;
}

/** What is asked of the schedule. */
export type AttentionSchedule = Pick<CollectionSchedule, 'organizationId' | 'status' | 'lastScheduledTime'>;

/** A run may start this long after its time: the program looks for due runs every minute, and another may be under way. */
const GRACE_MS = 15 * 60 * 1_000;

/** What is the matter with the last collection of an organization, and with the nightly one where that is its. */
export async function collectionProblems(scope: Scope, schedule: AttentionSchedule): Promise<CollectionProblem[]> {
  const { database, at: now } = scope;
  const organizationId = scope.organization.id;
  if (organizationId !== schedule.organizationId) return failedCollection(database, organizationId, null);
  const { enabled, running, retryAt } = await schedule.status(scope);
  const failed = await failedCollection(database, organizationId, retryAt);
  if (!enabled) return [...failed, disabled()];
  return running ? failed : [...failed, ...(await lateCollection(database, schedule, { organizationId, now }))];
}

async function failedCollection(
  database: Database,
  organizationId: number,
  retryAt: Date | null,
): Promise<CollectionProblem[]> {
  const run = await findRun(database.prisma, organizationId, { status: ['success', 'partial', 'failed'] });
  if (!run || run.status === 'success' || run.status === 'running') return [];
  const failures = await failuresOf(database, organizationId, run.id);
  const of = `The collection of ${run.startedAt.toISOString()}`;
  const names = failures.map(({ vendor }) => vendor.name);
  return [
    {
      kind: 'collectionProblem',
      problem: run.status,
      severity: run.status === 'failed' ? 'critical' : 'warning',
      message:
        run.status === 'failed'
          ? `${of} failed; nothing of it was stored.`
          : `${of} collected nothing from ${[...new Set(names)].join(' and ')}.`,
      action: retryAt
        ? `It is tried again at ${retryAt.toISOString()}. If that fails too, do what each vendor’s message says.`
        : run.interrupted
          ? 'The program ended while it was under way. Collect again.'
          : 'Do what each vendor’s message says, check the set-up with `qbr doctor`, then collect again.',
      run,
      dueAt: null,
      failures,
    },
  ];
}

/** The messages of a run's failed vendors, each once however many months it is said of. */
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

async function lateCollection(
  { prisma }: Database,
  schedule: AttentionSchedule,
  { organizationId, now }: { readonly organizationId: number; readonly now: Date },
): Promise<CollectionProblem[]> {
  const dueAt = await schedule.lastScheduledTime();
  if (!dueAt || now.getTime() - dueAt.getTime() <= GRACE_MS) return [];
  if ((await runsScheduledFor(prisma, organizationId, dueAt)).length > 0) return [];
  // Whatever collected since has what the scheduled run would have had.
  const latest = await findRun(prisma, organizationId, { status: ['success', 'partial'] });
  if (latest && latest.startedAt >= dueAt) return [];
  return [
    {
      kind: 'collectionProblem',
      problem: 'late',
      severity: 'warning',
      message: `The collection scheduled for ${dueAt.toISOString()} has not run.`,
      action:
        'Check that `qbr serve` is running with the configured schedule; it makes up for a run of the last 12 hours. Collect now what was missed before.',
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
