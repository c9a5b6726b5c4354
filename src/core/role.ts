/** The roles, lowest first; each role includes the permissions of the roles before it. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];
