import { ROLES, type Role } from './viewer.ts';

/** The highest of several roles; null where there is none. */
export function highestRole(roles: readonly (Role | null | undefined)[]): Role | null {
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** Roles by e-mail address, in lower case, as `QBR_USERS` gives them. */
export type ConfiguredRoles = ReadonlyMap<string, Role>;

/** What somebody may do: the highest of what configuration, directory and an admin gave them. */
export function roleOf(
  { email, role }: { readonly email: string | null; readonly role: Role | null },
  directoryRole: Role | null,
  configured: ConfiguredRoles,
): Role | null {
  return highestRole([role, directoryRole, email === null ? null : configured.get(email)]);
}
