import { ForbiddenError, UnauthenticatedError } from '#src/core/errors.ts';
import type { Refusals } from './refusals.ts';
import type { Role, Viewer } from './viewer.ts';

/** The permission table: each permission and the lowest role that holds it. */
export const PERMISSIONS = {
  'metrics:read': 'viewer',
  'metrics:write': 'editor',
  'thresholds:write': 'editor',
  'findings:acknowledge': 'editor',
  'periods:present': 'editor',
  'collection:run': 'admin',
  'collection:schedule': 'admin',
  'periods:close': 'admin',
  'books:manage': 'admin',
  'settings:manage': 'admin',
  'people:manage': 'admin',
  'keys:manage': 'admin',
  'audit:read': 'admin',
  'audit:prune': 'admin',
  'backups:make': 'admin',
  'notifications:send': 'admin',
  'benchmarks:manage': 'admin',
  'benchmarks:compute': 'admin',
  'organization:edit': 'admin',
  'organizations:manage': 'operator',
  'benchmarks:operate': 'operator',
} as const satisfies Record<string, Role | 'operator'>;

export type Permission = keyof typeof PERMISSIONS;

const RANK: Record<Role, number> = { viewer: 1, editor: 2, admin: 3 };

/** What operators may do in every organization. They read an organization's numbers as members only. */
const OF_OPERATORS: readonly Permission[] = [
  'organizations:manage',
  'organization:edit',
  'people:manage',
  'benchmarks:operate',
];

/** Whether `viewer` holds `permission`. */
export function isPermitted(
  { roles, isOperator }: Pick<Viewer, 'roles' | 'isOperator'>,
  permission: Permission,
): boolean {
  if (isOperator && OF_OPERATORS.includes(permission)) return true;
  const lowest = PERMISSIONS[permission];
  return lowest !== 'operator' && roles.some((role) => RANK[role] >= RANK[lowest]);
}

/** @throws UnauthenticatedError without credentials, ForbiddenError without the permission */
export function requirePermission(viewer: Viewer, permission: Permission): void {
  if (isPermitted(viewer, permission)) return;
  if (viewer.kind === 'nobody') throw new UnauthenticatedError('Sign in, or send an API key');
  throw new ForbiddenError(`This needs the role ${PERMISSIONS[permission]} (${permission})`);
}

/**
 * Requires a permission, and audits its refusal to an authenticated viewer.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function authorize(
  viewer: Viewer,
  permission: Permission,
  refusals: Pick<Refusals, 'note'>,
): Promise<void> {
  if (isPermitted(viewer, permission)) return;
  const { kind, address } = viewer;
  if (kind !== 'nobody') await refusals.note({ action: 'access.refused', viewer, address, reason: permission });
  requirePermission(viewer, permission);
}
