import type { Role } from '#src/web/gql/operations.ts';

/** Names of the roles. Each role includes the permissions of those before it. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = { VIEWER: 'viewer', EDITOR: 'editor', ADMIN: 'admin' };
