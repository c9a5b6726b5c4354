import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { ConfiguredAccess, ConfiguredUsers, Role } from '#src/core/role.ts';

/** What `QBR_USERS` gives in its plain form: roles of the first organization, by address. */
export function usersOf(roles: Readonly<Record<string, Role>>): ConfiguredUsers {
  const access = (role: Role): ConfiguredAccess => ({
    memberships: new Map([[FIRST_ORGANIZATION, role]]),
    isOperator: false,
  });
  return new Map(Object.entries(roles).map(([email, role]) => [email, access(role)]));
}
