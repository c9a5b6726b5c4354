import { auditOrigin } from '#src/auth/audit-origin.ts';
import { type Permission, requirePermission } from '#src/auth/permissions.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { OrganizationNotFoundError, type QbrError } from '#src/core/errors.ts';
import { appendAudit, type NewAuditEntry } from '#src/store/audit.ts';
import { type Database, lockOrganization, type Reader, type Transaction } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { organizationExists } from '#src/store/organizations.ts';
import { observed, type ServiceActivity } from '#src/telemetry/activity.ts';
import { createInputProblems, type InputProblems } from './problems.ts';

/** Who acts on which organization, and when. The first parameter of every verb of a service. */
export interface Scope {
  readonly database: Database;
  /** The organization; `timeZone` is where its months begin (IANA name). */
  readonly organization: { readonly id: number; readonly timeZone: string };
  readonly viewer: Viewer;
  /** The name stored with changes: the viewer's, or in local mode the one that the client claims. */
  readonly actor: string;
  /** The name that the client claims to act for, if it differs from the viewer; recorded in the audit trail. */
  readonly claimedActor?: string | undefined;
  readonly at: Date;
  /** Problems of the input found by the caller: reported with all others, and nothing is written. */
  readonly faults?: readonly QbrError[];
}

/** A write: its permission and the problems of its input. */
export interface WriteAct {
  readonly permission: Permission;
  /**
   * Problems of the input, to which the work may add. An unknown organization is then one of them; without `problems` it is
   * thrown immediately.
   */
  readonly problems?: InputProblems;
}

/** The audit entry of a write. */
export type AuditNote = Pick<NewAuditEntry, 'action' | 'detail'>;

/** The outcome of a write. */
export interface Written<T> {
  readonly result: T;
  /** The audit entries, in order; empty if nothing changed. */
  readonly audit: readonly AuditNote[];
  /** Runs after the audit entries are appended, in the same transaction. */
  readonly afterAudit?: () => Promise<void>;
}

/**
 * The only way to read: checks the permission, then reads within the organization.
 * @throws UnauthenticatedError, ForbiddenError; what `work` throws
 */
export async function read<T>(scope: Scope, permission: Permission, work: (reader: Reader) => Promise<T>): Promise<T> {
  return readCached(scope, permission, ({ prisma }) => work(prisma));
}

/**
 * As `read`, but synchronous if `work` is: for cached reads.
 * @throws UnauthenticatedError, ForbiddenError; what `work` throws
 */
export function readCached<T>(scope: Scope, permission: Permission, work: (database: Database) => T): T {
  const { database, organization, viewer } = scope;
  requirePermission(viewer, permission);
  return observed(serviceActivity('read', permission), () => withinOrganization(organization.id, () => work(database)));
}

/**
 * The only way to write: checks the permission, opens a transaction, checks that the organization exists, locks it against
 * other writers, runs `work`, and appends the audit entries last. Any error rolls everything back.
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
  const activity = serviceActivity('write', permission);
  const transaction = async (tx: Transaction): Promise<T> => {
    await known.tryAsync(() => requireOrganization(tx, organization.id));
    if (!problems) known.throwAll();
    await lockOrganization(tx, organization.id);
    const { result, audit, afterAudit } = await work(tx);
    // Also for work that ignores the problems.
    known.throwAll();
    const origin = auditOrigin(viewer);
    for (const note of audit) await appendAudit(tx, organization.id, { at, actor, origin, ...note });
    activity.audited.push(...audit.map(({ action }) => action));
    await afterAudit?.();
    return result;
  };
  return observed(activity, () => withinOrganization(organization.id, () => database.transaction(transaction)));
}

function serviceActivity(name: 'read' | 'write', permission: Permission): ServiceActivity {
  return { kind: 'service', name, of: permission, audited: [] };
}

/** @throws OrganizationNotFoundError if no organization has that id */
export async function requireOrganization(reader: Reader, id: number): Promise<void> {
  if (!(await organizationExists(reader, id))) throw organizationNotFound(id);
}

/** The error for an organization that does not exist. */
export function organizationNotFound(id: number): OrganizationNotFoundError {
  return new OrganizationNotFoundError(`There is no organization ${id}`, { field: 'organizationId' });
}
