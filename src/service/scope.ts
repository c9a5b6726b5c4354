import { auditOrigin } from '#src/auth/audit-origin.ts';
import { type Permission, requirePermission } from '#src/auth/permissions.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { OrganizationNotFoundError, type QbrError } from '#src/core/errors.ts';
import { appendAudit, type NewAuditEntry } from '#src/store/audit.ts';
import { type Database, lockOrganization, type Reader, type Transaction } from '#src/store/engine/database.ts';
import { organizationExists } from '#src/store/organizations.ts';
import { createInputProblems, type InputProblems } from './problems.ts';

/** Who acts on which organization, and when. The first parameter of every verb of a service. */
export interface Scope {
  readonly database: Database;
  /** The organization; `timeZone` is where its months begin (IANA name). */
  readonly organization: { readonly id: number; readonly timeZone: string };
  readonly viewer: Viewer;
  /** The name stored beside what changes: the viewer's, or in local mode the one that the client claims. */
  readonly actor: string;
  /** Who the client says it acts for, where that is not who is signed in; kept in the audit trail. */
  readonly claimedActor?: string | undefined;
  readonly at: Date;
  /** What the caller has found wrong with the input: reported with whatever else is wrong, and nothing is written. */
  readonly faults?: readonly QbrError[];
}

/** What a write is asked for. */
export interface WriteAct {
  readonly permission: Permission;
  /**
   * Problems of the input, which the work goes on to collect. An organization that does not exist is then one of them;
   * else it is reported at once.
   */
  readonly problems?: InputProblems;
}

/** What the audit trail records of a write. */
export type AuditNote = Pick<NewAuditEntry, 'action' | 'detail'>;

/** What a write did. */
export interface Written<T> {
  readonly result: T;
  /** One entry each, in order; none where nothing was changed. */
  readonly audit: readonly AuditNote[];
  /** For what may only happen once the entries exist. */
  readonly afterAudit?: () => Promise<void>;
}

/**
 * The one door for reads: asks the permission, then reads.
 * @throws UnauthenticatedError, ForbiddenError; what `work` throws
 */
export async function read<T>(scope: Scope, permission: Permission, work: (reader: Reader) => Promise<T>): Promise<T> {
  return readCached(scope, permission, ({ prisma }) => work(prisma));
}

/**
 * As `read`, for what may be answered from a cache without waiting.
 * @throws UnauthenticatedError, ForbiddenError; what `work` throws
 */
export function readCached<T>({ database, viewer }: Scope, permission: Permission, work: (database: Database) => T): T {
  requirePermission(viewer, permission);
  return work(database);
}

/**
 * The one door for writes. It asks the permission, opens a transaction, makes sure that the organization exists, locks it
 * against other writers, runs `work`, and appends to the audit trail last. Whatever throws rolls everything back.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; what `work` throws
 */
export async function write<T>(
  scope: Scope,
  { permission, problems }: WriteAct,
  work: (tx: Transaction) => Promise<Written<T>>,
): Promise<T> {
  const { database, organization, viewer, actor, at } = scope;
  requirePermission(viewer, permission);
  const known = problems ?? createInputProblems(scope.faults);
  return database.transaction(async (tx) => {
    await known.tryAsync(() => requireOrganization(tx, organization.id));
    if (!problems) known.throwAll();
    await lockOrganization(tx, organization.id);
    const { result, audit, afterAudit } = await work(tx);
    // Work that does not look at the problems must not commit either.
    known.throwAll();
    const origin = auditOrigin(viewer);
    for (const note of audit) await appendAudit(tx, organization.id, { at, actor, origin, ...note });
    await afterAudit?.();
    return result;
  });
}

/** @throws OrganizationNotFoundError where no organization has that id */
export async function requireOrganization(reader: Reader, id: number): Promise<void> {
  if (!(await organizationExists(reader, id))) throw organizationNotFound(id);
}

/** The error for an organization that does not exist. */
export function organizationNotFound(id: number): OrganizationNotFoundError {
  return new OrganizationNotFoundError(`There is no organization ${id}`, { field: 'organizationId' });
}
