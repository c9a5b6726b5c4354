import type { AuditAction } from '#src/core/audit-action.ts';
import type { Reader } from '#src/store/engine/database.ts';
import type { IdPage } from '#src/store/engine/id-page.ts';
import { prismaValues, type Sql } from '#src/store/engine/sql.ts';

/** Plain JSON. Decimals are strings, instants ISO 8601. */
export type AuditDetail = { readonly [name: string]: AuditValue };
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | AuditDetail;

/** The identity, credential and address behind an actor's name. */
export interface AuditOrigin {
  /** Distinguishes actors of the same name: `person:3`, `key:12`, `local`. Null in entries of earlier versions. */
  readonly actorId: string | null;
  /** The credential of the request: `session:17`, `key:12`, `local`, `command line`. Null in entries of earlier versions. */
  readonly credential: string | null;
  /** The client’s IP address; null without a client. */
  readonly address: string | null;
}

/** The origin of the program’s own actions. */
export const PROGRAM_ORIGIN: AuditOrigin = { actorId: 'system', credential: 'program', address: null };

/** An audit entry to record. */
export interface NewAuditEntry {
  readonly at: Date;
  /** The name of the person, key or program. */
  readonly actor: string;
  readonly origin: AuditOrigin;
  readonly action: AuditAction;
  /** The action’s data; for a change, the values before and after. Never a secret. */
  readonly detail: AuditDetail;
}

const MAX_NAME_CHARACTERS = 100;

/**
 * Appends an audit entry. The database numbers it and chains it to the previous one, which waits for all other transactions
 * that have appended to the organization's trail. Make it the transaction's last write: locking more rows afterwards could
 * deadlock with a transaction that waits here.
 */
export async function appendAudit(
  reader: Reader,
  organizationId: number,
  { at, actor, origin, action, detail }: NewAuditEntry,
): Promise<void> {
  const name = actor.slice(0, MAX_NAME_CHARACTERS);
  const { actorId, credential, address } = origin;
  await reader.$executeRaw`
    SELECT qbr_audit_record(${organizationId}::integer, ${at}::timestamptz, ${name}::text, ${action}::text, ${JSON.stringify(detail)}::jsonb,
      ${actorId}::text, ${credential}::text, ${address}::text)`;
}

/** A stored audit entry. */
export interface StoredAuditEntry extends AuditOrigin {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  /** A key of `AUDIT_ACTIONS`, or an action of another version. */
  readonly action: string;
  readonly detail: AuditDetail;
}

/** A filter of entries; absent properties match everything. */
export interface AuditFilter {
  readonly actor?: string;
  readonly actions?: readonly string[];
  /** Inclusive. */
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  /** Entries about one of these months. */
  readonly months?: readonly string[];
  readonly metric?: string;
}

/** A page of entries, newest first. */
export async function readAuditPage(
  reader: Reader,
  organizationId: number,
  filter: AuditFilter,
  { olderThan, limit }: IdPage,
): Promise<StoredAuditEntry[]> {
  const { sql, join } = await prismaValues();
  const { actor, actions, from, to, months, metric } = filter;
  // Entries that name, or contain a change that names, one of these metrics or periods.
  const isAbout = (
    kind: 'metric' | 'period',
    subjects: readonly string[],
  ): Sql => sql`id IN (SELECT entry_id FROM qbr_audit_subject
    WHERE organization_id = ${organizationId}::integer AND kind = ${kind}::text AND subject = ANY(${[...subjects]}::text[]))`;
  const conditions = [
    sql`organization_id = ${organizationId}::integer`,
    ...(olderThan === null ? [] : [sql`id < ${olderThan}::integer`]),
    ...(actor === undefined ? [] : [sql`actor = ${actor}::text`]),
    ...(actions ? [sql`action = ANY(${[...actions]}::text[])`] : []),
    ...(from ? [sql`at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`at < ${to}::timestamptz`] : []),
    ...(months ? [isAbout('period', months)] : []),
    ...(metric === undefined ? [] : [isAbout('metric', [metric])]),
  ];
  return reader.$queryRaw<StoredAuditEntry[]>`
    SELECT id, at, actor, action, detail, actor_id AS "actorId", credential, address FROM qbr_audit
    WHERE ${join(conditions, ' AND ')} ORDER BY id DESC LIMIT ${limit}::integer`;
}

/** When the newest entry of an action was made; null without one. */
export async function findNewestAuditTime(
  reader: Reader,
  organizationId: number,
  action: AuditAction,
): Promise<Date | null> {
  const entry = await reader.auditEntry.findFirst({
    where: { organizationId, action },
    orderBy: { id: 'desc' },
    select: { at: true },
  });
  return entry?.at ?? null;
}

/** When the oldest entry was made that is still there; null without one. */
export async function findOldestAuditTime(reader: Reader, organizationId: number): Promise<Date | null> {
  const entry = await reader.auditEntry.findFirst({
    where: { organizationId },
    orderBy: { id: 'asc' },
    select: { at: true },
  });
  return entry?.at ?? null;
}

/** Which entries count as an exercise: those of an action, and perhaps only those about one of these metrics. */
export interface ExerciseFilter {
  readonly name: string;
  readonly actions: readonly string[];
  /** Null for any. */
  readonly metrics: readonly string[] | null;
}

/** The newest entry of each filter, in one statement; filters without an entry are left out. */
export function readLastExercises(
  reader: Reader,
  organizationId: number,
  filters: readonly ExerciseFilter[],
): Promise<(Pick<StoredAuditEntry, 'id' | 'at' | 'actor'> & { readonly name: string })[]> {
  const json = JSON.stringify(filters);
  return reader.$queryRaw`
    SELECT wanted.name, entry.id, entry.at, entry.actor
    FROM jsonb_to_recordset(${json}::jsonb) AS wanted (name text, actions text[], metrics text[])
    CROSS JOIN LATERAL (
      SELECT id, at, actor FROM qbr_audit
      WHERE organization_id = ${organizationId}::integer AND action = ANY(wanted.actions)
        AND (wanted.metrics IS NULL OR EXISTS (
          SELECT FROM jsonb_array_elements(CASE WHEN jsonb_typeof(detail->'changes') = 'array' THEN detail->'changes' END) AS change
          WHERE change->>'metric' = ANY(wanted.metrics) AND change->'after'->>'source' = 'manual'))
      ORDER BY id DESC LIMIT 1) AS entry`;
}
