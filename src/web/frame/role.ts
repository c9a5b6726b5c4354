import type { Role } from '#src/web/gql/operations.ts';

/** The roles, and what each is called: each may do all that the ones before it may. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = { VIEWER: 'viewer', EDITOR: 'editor', ADMIN: 'admin' };
