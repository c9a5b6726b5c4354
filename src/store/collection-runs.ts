import type { Database, Reader, Transaction } from '#src/store/engine/database.ts';
import { type IdPage, idPageQuery } from '#src/store/engine/id-page.ts';
import type { CollectionRun as CollectionRunModel, Prisma } from '#src/store/generated/prisma/client.ts';

export type RunTrigger = 'schedule' | 'catch_up' | 'cli' | 'api' | 'web_connector';
/** The triggers of runs that read the vendors under the run lock; a run of the Web Connector lives by its session. */
export const VENDOR_RUN_TRIGGERS: readonly RunTrigger[] = ['schedule', 'catch_up', 'cli', 'api'];
export type RunStatus = 'running' | 'success' | 'partial' | 'failed';

/** The data of a run at its start. */
export interface NewRun {
  readonly trigger: RunTrigger;
  /** The scheduled time that it runs for; null for a run started by a person. */
  readonly scheduledFor: Date | null;
  readonly startedAt: Date;
  readonly force: boolean;
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly host: string;
  readonly processId: number;
}

export interface StoredRun extends NewRun {
  readonly id: number;
  readonly status: RunStatus;
  readonly endedAt: Date | null;
  readonly interrupted: boolean;
}

const INTERRUPTED = 'The program stopped during the collection; nothing was stored.';

export async function insertRun(reader: Reader, organizationId: number, run: NewRun): Promise<number> {
  const { id } = await reader.collectionRun.create({ data: { organizationId, status: 'running', ...run } });
  return id;
}

export async function endRun(
  reader: Reader,
  organizationId: number,
  run: {
    readonly id: number;
    readonly status: Exclude<RunStatus, 'running'>;
    readonly endedAt: Date;
    readonly interrupted?: boolean;
  },
): Promise<void> {
  await reader.collectionRun.update({
    where: { organizationId_id: { organizationId, id: run.id } },
    data: { status: run.status, endedAt: run.endedAt, interrupted: run.interrupted ?? false },
  });
}

/** A filter of runs; absent properties match everything. */
export interface RunFilter {
  readonly statuses?: readonly RunStatus[];
  readonly triggers?: readonly RunTrigger[];
}

function whereOf({ statuses, triggers }: RunFilter): Prisma.CollectionRunWhereInput {
  return {
    ...(statuses && { status: { in: [...statuses] } }),
    ...(triggers && { trigger: { in: [...triggers] } }),
  };
}

/** The newest run that matches the filter; null if there is none. */
export async function findRun(
  reader: Reader,
  organizationId: number,
  filter: RunFilter & { readonly scheduledFor?: Date } = {},
): Promise<StoredRun | null> {
  const run = await reader.collectionRun.findFirst({
    where: {
      organizationId,
      ...whereOf(filter),
      ...(filter.scheduledFor && { scheduledFor: filter.scheduledFor }),
    },
    orderBy: { id: 'desc' },
  });
  return run as StoredRun | null;
}

/** The newest run that has ended, of the vendors and of the books, in one statement. Null where there is none. */
export async function findNewestEndedRuns(
  reader: Reader,
  organizationId: number,
): Promise<{ readonly vendors: StoredRun | null; readonly books: StoredRun | null }> {
  const runs = await reader.$queryRaw<StoredRun[]>`
    SELECT DISTINCT ON (trigger = 'web_connector') id, trigger, scheduled_for AS "scheduledFor", started_at AS "startedAt",
      ended_at AS "endedAt", status, force, reason, requested_by AS "requestedBy", host, process_id AS "processId", interrupted
    FROM qbr_collection_run WHERE organization_id = ${organizationId}::integer AND status <> 'running'
    ORDER BY trigger = 'web_connector', id DESC`;
  return {
    vendors: runs.find(({ trigger }) => trigger !== 'web_connector') ?? null,
    books: runs.find(({ trigger }) => trigger === 'web_connector') ?? null,
  };
}

/** The run with that id or, with `after`, the first one with a higher id. Null if there is none. */
export async function findRunByNumber(
  reader: Reader,
  organizationId: number,
  number: { readonly id: number } | { readonly after: number },
): Promise<StoredRun | null> {
  const id = 'id' in number ? number.id : { gt: number.after };
  const run = await reader.collectionRun.findFirst({ where: { organizationId, id }, orderBy: { id: 'asc' } });
  return run as StoredRun | null;
}

/** The run with that id; null if there is none. */
export async function readRun(
  reader: Reader,
  { organizationId, id, selection }: { organizationId: number; id: number; selection: RunSelection },
): Promise<CollectionRunModel | null> {
  return reader.collectionRun.findFirst({
    ...(selection as Pick<Prisma.CollectionRunFindFirstArgs, 'include' | 'select'>),
    where: { organizationId, id },
  });
}

/** The runs with these ids, by id. */
export async function readRunsById(
  reader: Reader,
  organizationId: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, StoredRun>> {
  if (ids.length === 0) return new Map();
  const runs = await reader.collectionRun.findMany({ where: { organizationId, id: { in: [...ids] } } });
  return new Map(runs.map((run) => [run.id, run as StoredRun]));
}

/** The relations to read with the runs, as Pothos derives them from a GraphQL selection. */
export interface RunSelection {
  readonly include?: object | undefined;
  readonly select?: object | undefined;
}

/** A page of runs, newest first. */
export async function readRunPage(
  reader: Reader,
  organizationId: number,
  filter: RunFilter,
  page: IdPage & { readonly selection: RunSelection },
): Promise<CollectionRunModel[]> {
  const { where, ...order } = idPageQuery(page);
  return reader.collectionRun.findMany({
    ...(page.selection as Pick<Prisma.CollectionRunFindManyArgs, 'include' | 'select'>),
    where: { ...where, organizationId, ...whereOf(filter) },
    ...order,
  });
}

/** A run with a vendor that it collected, and why that failed; null for both where it has no log rows. */
export interface RunOfVendor {
  readonly id: number;
  readonly startedAt: Date;
  readonly status: RunStatus;
  readonly interrupted: boolean;
  readonly vendorId: number | null;
  readonly failure: string | null;
}

/** The runs of the vendors that started since `from`, oldest first, a row a vendor. */
export function readRunsSince(reader: Reader, organizationId: number, from: Date): Promise<RunOfVendor[]> {
  return reader.$queryRaw<RunOfVendor[]>`
    SELECT run.id, run.started_at AS "startedAt", run.status, run.interrupted, entry.vendor_id AS "vendorId",
      max(coalesce(entry.error_message, 'failed')) FILTER (WHERE entry.status = 'failed') AS failure
    FROM qbr_collection_run AS run
    LEFT JOIN qbr_collection_log AS entry ON entry.organization_id = ${organizationId}::integer AND entry.run_id = run.id
    WHERE run.organization_id = ${organizationId}::integer AND run.started_at >= ${from}::timestamptz
      AND run.trigger = ANY(${[...VENDOR_RUN_TRIGGERS]}::text[])
    GROUP BY run.id, run.started_at, run.status, run.interrupted, entry.vendor_id
    ORDER BY run.started_at, run.id, entry.vendor_id`;
}

/** The runs for one scheduled time, oldest first. */
export async function runsScheduledFor(
  reader: Reader,
  organizationId: number,
  scheduledFor: Date,
): Promise<StoredRun[]> {
  const runs = await reader.collectionRun.findMany({ where: { organizationId, scheduledFor }, orderBy: { id: 'asc' } });
  return runs as StoredRun[];
}

/**
 * Closes the runs of killed programs in all organizations together, except in those that a run is in progress of.
 * @returns these runs
 */
export function closeAllInterruptedRuns(
  database: Pick<Database, 'transaction' | 'keepRunsOff'>,
  at: Date,
): ReturnType<typeof closeInterruptedRuns> {
  return database.transaction(async (tx) => {
    const open = await organizationsWithOpenRuns(tx);
    return open.length === 0 ? [] : closeInterruptedRuns(tx, await database.keepRunsOff(tx, open), at);
  });
}

/** The organizations that have a run of the vendors with status `running`. */
async function organizationsWithOpenRuns(tx: Transaction): Promise<number[]> {
  const runs = await tx.collectionRun.findMany({
    where: { status: 'running', trigger: { in: [...VENDOR_RUN_TRIGGERS] } },
    distinct: ['organizationId'],
    select: { organizationId: true },
  });
  return runs.map(({ organizationId }) => organizationId);
}

/**
 * Marks every run of the vendors with status `running` as failed. Call it only while holding the organizations' run locks: then none
 * can be in progress, so these runs belong to programs that were killed.
 * @returns these runs
 */
export async function closeInterruptedRuns(
  tx: Transaction,
  organizationIds: readonly number[],
  at: Date,
): Promise<{ readonly organizationId: number; readonly id: number }[]> {
  const runs = await tx.collectionRun.findMany({
    where: {
      organizationId: { in: [...organizationIds] },
      status: 'running',
      trigger: { in: [...VENDOR_RUN_TRIGGERS] },
    },
    select: { organizationId: true, id: true },
  });
  if (runs.length === 0) return [];
  const [ids, numbers] = [runs.map(({ organizationId }) => organizationId), runs.map(({ id }) => id)];
  await tx.$executeRaw`
    UPDATE qbr_collection_log AS entry SET status = 'failed', is_transient = true, error_message = ${INTERRUPTED},
      collection_ended_at = GREATEST(${at}::timestamptz, entry.collection_started_at)
    FROM unnest(${ids}::integer[], ${numbers}::integer[]) AS run (organization_id, id)
    WHERE entry.organization_id = run.organization_id AND entry.run_id = run.id AND entry.status = 'running'`;
  await tx.$executeRaw`
    UPDATE qbr_collection_run AS stored SET interrupted = true, status = 'failed',
      ended_at = GREATEST(${at}::timestamptz, stored.started_at)
    FROM unnest(${ids}::integer[], ${numbers}::integer[]) AS run (organization_id, id)
    WHERE stored.organization_id = run.organization_id AND stored.id = run.id`;
  return runs;
}
