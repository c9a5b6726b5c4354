import { highestRole, type Role, type Viewer } from '#src/auth/viewer.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';

/** Who belongs to the first organization alone, with the highest of these roles; without one, to none. */
export function memberOfFirst(...roles: readonly Role[]): Pick<Viewer, 'roles' | 'memberships' | 'isOperator'> {
  const role = highestRole(roles);
  return { roles, memberships: new Map(role ? [[FIRST_ORGANIZATION, role]] : []), isOperator: false };
}

/** A program whose API key has these roles; nothing of it is stored. */
export function keyViewer(...roles: readonly Role[]): Viewer {
  const none = { isLocal: false, session: null, address: null };
  return { kind: 'key', id: 'key:1', name: 'API key test', ...memberOfFirst(...roles), ...none };
}
