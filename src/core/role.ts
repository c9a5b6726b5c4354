/** The roles, lowest first; each role includes the permissions of the roles before it. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Roles by organization id. */
export type Memberships = ReadonlyMap<number, Role>;

/** What the configuration gives a person (`QBR_USERS`). */
export interface ConfiguredAccess {
  readonly memberships: Memberships;
  readonly isOperator: boolean;
}

/** What the configuration gives people, by e-mail address in lower case. */
export type ConfiguredUsers = ReadonlyMap<string, ConfiguredAccess>;
