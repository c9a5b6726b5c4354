import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { ConfiguredUsers, Memberships, Role } from '#src/core/role.ts';
import type { StoredPerson } from '#src/store/people.ts';
import { highestRole } from './viewer.ts';

/** Whose access is evaluated: their address, and what admins and operators gave them. */
export type PersonWithAccess = Pick<StoredPerson, 'email' | 'memberships' | 'isOperator'>;

/** The role that `QBR_USERS` gives an address in an organization; null without one. */
export function configuredRole(users: ConfiguredUsers, email: string | null, organizationId: number): Role | null {
  return (email !== null && users.get(email)?.memberships.get(organizationId)) || null;
}

/**
 * A person's memberships: in each organization the highest of the roles from an admin, from the configuration and, in the first
 * organization, from the directory.
 */
export function membershipsOf(
  { email, memberships }: PersonWithAccess,
  directoryRole: Role | null,
  users: ConfiguredUsers,
): Memberships {
  const configured = email === null ? undefined : users.get(email)?.memberships;
  const ids = new Set([...memberships.keys(), ...(configured?.keys() ?? [])]);
  if (directoryRole) ids.add(FIRST_ORGANIZATION);
  const highest = [...ids]
    .sort((a, b) => a - b)
    .flatMap((id) => {
      const directory = id === FIRST_ORGANIZATION ? directoryRole : null;
      const role = highestRole([memberships.get(id), configured?.get(id), directory]);
      return role === null ? [] : [[id, role] as const];
    });
  return new Map(highest);
}

/** Whether a person is an operator, by appointment or configuration. */
export function isOperator({ email, isOperator: isAppointed }: PersonWithAccess, users: ConfiguredUsers): boolean {
  return isAppointed || (email !== null && users.get(email)?.isOperator === true);
}
