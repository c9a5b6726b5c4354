import type { AuditAction } from '#src/core/audit-action.ts';
import type { Reader } from '#src/store/engine/database.ts';
import type { IdPage } from '#src/store/engine/id-page.ts';
import { Prisma } from '#src/store/generated/prisma/client.ts';

/** Plain JSON. Decimals are texts, instants ISO 8601. */
export type AuditDetail = { readonly [name: string]: AuditValue };
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | AuditDetail;

/** Who is behind an actor's name, and from where they came. */
export interface AuditOrigin {
  /** Tells actors of one name apart: `person:3`, `key:12`, `local`. Null in entries of earlier versions. */
  readonly actorId: string | null;
  /** By what they came in: `session:17`, `key:12`, `local`, `command line`. Null in entries of earlier versions. */
  readonly credential: string | null;
  /** The client’s IP address; null where nobody came from anywhere. */
  readonly address: string | null;
}

/** Of what the program does by itself. */
export const PROGRAM_ORIGIN: AuditOrigin = { actorId: 'system', credential: 'program', address: null };

/** What is recorded. */
export interface NewAuditEntry {
  readonly at: Date;
  /** The name of whoever did it. */
  readonly actor: string;
  readonly origin: AuditOrigin;
  readonly action: AuditAction;
  /** What was done; of a change of data what was before and after. Never a secret. */
  readonly detail: AuditDetail;
}

const MAX_NAME_CHARACTERS = 100;

/**
 * Records who did what. The database numbers the entry and chains it to the one before; for that it waits for every other
 * transaction that has appended to the organization's trail. Let it be the transaction's last write: one that goes on to
 * change rows could wait for another that waits for its turn here.
 */
export async function appendAudit(
  reader: Reader,
  organizationId: number,
  { at, actor, origin, action, detail }: NewAuditEntry,
): Promise<void> {
  const name = actor.slice(0, MAX_NAME_CHARACTERS);
  await reader.auditEntry.create({ data: { organizationId, at, actor: name, action, detail, ...origin } });
}

/** An entry as it is stored. */
export interface StoredAuditEntry extends AuditOrigin {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  /** One of `AUDIT_ACTIONS`, or of another version. */
  readonly action: string;
  readonly detail: AuditDetail;
}

/** Which entries are listed; what is not given does not matter. */
export interface AuditFilter {
  readonly actor?: string;
  readonly actions?: readonly string[];
  /** From this instant on. */
  readonly from?: Date;
  /** Before this instant. */
  readonly to?: Date;
  /** Entries about one of these months. */
  readonly months?: readonly string[];
  readonly metric?: string;
}

/** A page of entries, newest first. */
export function readAuditPage(
  reader: Reader,
  organizationId: number,
  filter: AuditFilter,
  { olderThan, limit }: IdPage,
): Promise<StoredAuditEntry[]> {
  const { actor, actions, from, to, months, metric } = filter;
  const conditions = [
    Prisma.sql`organization_id = ${organizationId}::integer`,
    ...(olderThan === null ? [] : [Prisma.sql`id < ${olderThan}::integer`]),
    ...(actor === undefined ? [] : [Prisma.sql`actor = ${actor}::text`]),
    ...(actions ? [Prisma.sql`action = ANY(${[...actions]}::text[])`] : []),
    ...(from ? [Prisma.sql`at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`at < ${to}::timestamptz`] : []),
    ...(months ? [mentions(months.map((period) => ({ period })))] : []),
    ...(metric === undefined ? [] : [mentions([{ metric }])]),
  ];
  return reader.$queryRaw<StoredAuditEntry[]>`
    SELECT id, at, actor, action, detail, actor_id AS "actorId", credential, address FROM qbr_audit
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id DESC LIMIT ${limit}::integer`;
}

/** That an entry, or one of the changes it tells of, has one of these properties. */
function mentions(properties: readonly AuditDetail[]): Prisma.Sql {
  const patterns = properties.flatMap((property) => [property, { changes: [property] }]);
  const each = patterns.map((pattern) => Prisma.sql`detail @> ${JSON.stringify(pattern)}::jsonb`);
  return each.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(each, ' OR ')})`;
}
