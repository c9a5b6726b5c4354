import { ROLES, type Role } from '#src/core/role.ts';

export { ROLES, type Role };

/** How a viewer came to be known. */
export type ViewerKind =
  /** A request without credentials. */
  | 'nobody'
  /** Somebody who has signed in. */
  | 'person'
  /** A program with an API key. */
  | 'key'
  /** Whoever reaches the listener in local mode. */
  | 'local'
  /** Somebody at the command line of the program's machine. */
  | 'operator'
  /** The program itself, such as its schedule. */
  | 'system';

/** Who is asking. */
export interface Viewer {
  readonly kind: ViewerKind;
  /** Tells viewers apart, also those of the same name: `person:3`, `key:12`, `local`. */
  readonly id: string;
  /** As it is written beside what they enter and in the audit trail; at most 100 characters. */
  readonly name: string;
  /** Empty where they may do nothing that needs a permission. */
  readonly roles: readonly Role[];
  /** Whether the program runs in local mode, where whoever reaches the loopback listener may do everything. */
  readonly isLocal: boolean;
  /** Where a person signed in; null for all others. */
  readonly session: { readonly id: number; readonly personId: number; readonly expiresAt: Date } | null;
  /** The client’s IP address; null where nobody came over the network. */
  readonly address: string | null;
}

/** Whoever reaches the listener in local mode. */
export const LOCAL_VIEWER: Viewer = viewerWithout('local', 'local', ['admin']);

/** Whoever sends no credentials. */
export const NOBODY: Viewer = viewerWithout('nobody', 'nobody', []);

/** The nightly schedule. */
export const SCHEDULE_VIEWER: Viewer = viewerWithout('system', 'schedule', ['admin']);

/** Whoever runs a command on the program's machine, and could as well change the database by hand. */
export function operatorViewer(name: string): Viewer {
  return viewerWithout('operator', name, ['admin']);
}

function viewerWithout(kind: ViewerKind, name: string, roles: readonly Role[]): Viewer {
  const none = { session: null, address: null };
  return Object.freeze({ kind, id: kind, name, roles: Object.freeze(roles), isLocal: kind === 'local', ...none });
}

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
