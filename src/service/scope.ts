import { auditOrigin } from '#src/auth/audit-origin.ts';
import { isPermitted, type Permission, requirePermission } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import { belongsTo, type Viewer, viewerIn } from '#src/auth/viewer.ts';
import {
  ForbiddenError,
  OrganizationArchivedError,
  OrganizationNotFoundError,
  type QbrError,
} from '#src/core/errors.ts';
import { appendAudit, type NewAuditEntry } from '#src/store/audit.ts';
import { type Database, lockOrganization, type Reader, type Transaction } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { readOrganizationState } from '#src/store/organizations.ts';
import { observed, type ServiceActivity } from '#src/telemetry/activity.ts';
import type { OrganizationDirectory } from './organizations/directory.ts';
import { createInputProblems, type InputProblems } from './problems.ts';

/** Who acts on which organization, and when. The first parameter of every verb of a service. */
export interface Scope {
  readonly database: Database;
  /** The organization; `timeZone` is where its months begin (IANA name). */
  readonly organization: { readonly id: number; readonly timeZone: string };
  /** With their role in the organization. */
  readonly viewer: Viewer;
  /** The name stored with changes: the viewer's, or in local mode the one that the client claims. */
  readonly actor: string;
  /** The name that the client claims to act for, if it differs from the viewer; recorded in the audit trail. */
  readonly claimedActor?: string | undefined;
  readonly at: Date;
  /** Records that the viewer, who belongs to the organization, lacks a permission there; not where nobody else is served. */
  readonly refusals?: Pick<Refusals, 'note'> | undefined;
  /** Problems of the input found by the caller: reported with all others, and nothing is written. */
  readonly faults?: readonly QbrError[];
}

/** What a scope is made from. */
export interface ScopeServices {
  readonly database: Database;
  readonly organizations: Pick<OrganizationDirectory, 'timeZoneOf'>;
  readonly refusals?: Pick<Refusals, 'note'>;
}

/** The viewer acting on an organization, with their role there. The only place that makes scopes. */
export function scopeOf(
  { database, organizations, refusals }: ScopeServices,
  viewer: Viewer,
  { organizationId, at }: { readonly organizationId: number; readonly at: Date },
): Scope {
  const organization = { id: organizationId, timeZone: organizations.timeZoneOf(organizationId) };
  return { database, organization, viewer: viewerIn(viewer, organizationId), actor: viewer.name, at, refusals };
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
export interface AuditNote extends Pick<NewAuditEntry, 'action' | 'detail'> {
  /** Whose trail it is appended to, where not the scope's organization's. */
  readonly organizationId?: number;
}

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
  await requireAccess(scope, permission);
  return readCached(scope, permission, ({ prisma }) => work(prisma));
}

/**
 * As `read`, but synchronous if `work` is: for cached reads.
 * @throws UnauthenticatedError, ForbiddenError; what `work` throws
 */
export function readCached<T>(scope: Scope, permission: Permission, work: (database: Database) => T): T {
  const { database, organization, viewer } = scope;
  requireVisible(scope, permission);
  requirePermission(viewer, permission);
  return observed(serviceActivity('read', permission), () =>
    reaching(organization.id, permission, () => work(database)),
  );
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
  await requireAccess(scope, permission);
  const known = problems ?? createInputProblems(scope.faults);
  const activity = serviceActivity('write', permission);
  const transaction = async (tx: Transaction): Promise<T> => {
    await known.tryAsync(() => requireWritable(tx, organization.id, permission));
    if (!problems) known.throwAll();
    await lockOrganization(tx, organization.id);
    const { result, audit, afterAudit } = await work(tx);
    // Also for work that ignores the problems.
    known.throwAll();
    const origin = auditOrigin(viewer);
    for (const { organizationId = organization.id, ...note } of audit)
      await appendAudit(tx, organizationId, { at, actor, origin, ...note });
    activity.audited.push(...audit.map(({ action }) => action));
    await afterAudit?.();
    return result;
  };
  return observed(activity, () => reaching(organization.id, permission, () => database.transaction(transaction)));
}

/**
 * What is of several organizations by nature: a person may belong to others, an organization that is created has an audit trail of its
 * own, and peers are compared with each other. All other work sees the rows of its organization only.
 */
const ACROSS: ReadonlySet<Permission> = new Set<Permission>([
  'people:manage',
  'organizations:manage',
  'benchmarks:compute',
]);

function reaching<T>(organizationId: number, permission: Permission, work: () => T): T {
  return ACROSS.has(permission) ? acrossOrganizations(work) : withinOrganization(organizationId, work);
}

/**
 * An organization that the viewer does not belong to is as one that does not exist: the database is not asked. Operators know
 * that it may exist, but not what it holds.
 * @throws OrganizationNotFoundError, ForbiddenError
 */
function requireVisible({ viewer, organization: { id } }: Scope, permission: Permission): void {
  if (viewer.kind === 'nobody' || belongsTo(viewer, id) || isPermitted(viewer, permission)) return;
  if (!viewer.isOperator) throw organizationNotFound(id);
  throw new ForbiddenError(`This needs a membership of organization ${id}, which operators give (${permission})`);
}

/** As `readCached` requires it; the refusal of a member is in the organization's audit trail. */
async function requireAccess(scope: Scope, permission: Permission): Promise<void> {
  requireVisible(scope, permission);
  const { viewer, organization, refusals } = scope;
  if (isPermitted(viewer, permission)) return;
  if (viewer.kind !== 'nobody') {
    const refused = { viewer, organizationId: organization.id, address: viewer.address, reason: permission };
    await refusals?.note({ action: 'access.refused', ...refused });
  }
  requirePermission(viewer, permission);
}

function serviceActivity(name: 'read' | 'write', permission: Permission): ServiceActivity {
  return { kind: 'service', name, of: permission, audited: [] };
}

/** @throws OrganizationNotFoundError if no organization has that id */
export async function requireOrganization(reader: Reader, id: number): Promise<void> {
  if ((await readOrganizationState(reader, id)) === null) throw organizationNotFound(id);
}

/**
 * Checks that the organization can be read, for verbs that go on in several steps.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
 */
export async function requireReadable(scope: Scope): Promise<void> {
  await read(scope, 'metrics:read', (reader) => requireOrganization(reader, scope.organization.id));
}

/** Nothing of an archived organization changes any more, but that it is archived. */
async function requireWritable(tx: Transaction, id: number, permission: Permission): Promise<void> {
  const state = await readOrganizationState(tx, id);
  if (state === null) throw organizationNotFound(id);
  if (state === 'active' || permission === 'organizations:manage') return;
  const message = `Organization ${id} is archived: it can be read, and an operator can make it active again`;
  throw new OrganizationArchivedError(message, { field: 'organizationId' });
}

/** The error for an organization that does not exist. */
export function organizationNotFound(id: number | string, field = 'organizationId'): OrganizationNotFoundError {
  return new OrganizationNotFoundError(`There is no organization ${id}`, { field });
}
