import { ROLES, type Role } from '#src/core/role.ts';

export { ROLES, type Role };

/** How a viewer was authenticated. */
export type ViewerKind =
  /** A request without credentials. */
  | 'nobody'
  /** A signed-in person. */
  | 'person'
  /** A program with an API key. */
  | 'key'
  /** A client of the listener in local mode. */
  | 'local'
  /** A person at the command line of the program's machine. */
  | 'operator'
  /** The program itself, such as its schedule. */
  | 'system'
  /** The QuickBooks Web Connector, with its own user name and password. */
  | 'connector';

/** Who sent a request or started a command. */
export interface Viewer {
  readonly kind: ViewerKind;
  /** Unique, unlike the name: `person:3`, `key:12`, `local`. */
  readonly id: string;
  /** The name in history and audit trail; at most 100 characters. */
  readonly name: string;
  /** Empty without any permission. */
  readonly roles: readonly Role[];
  /** Whether the program runs in local mode, where every client of the loopback listener is an admin. */
  readonly isLocal: boolean;
  /** The session of a signed-in person; null for all others. */
  readonly session: { readonly id: number; readonly personId: number; readonly expiresAt: Date } | null;
  /** The client’s IP address; null without a network connection. */
  readonly address: string | null;
}

/** A client of the listener in local mode. */
export const LOCAL_VIEWER: Viewer = viewerWithout('local', 'local', ['admin']);

/** The sender of a request without credentials. */
export const NOBODY: Viewer = viewerWithout('nobody', 'nobody', []);

/** The nightly schedule. */
export const SCHEDULE_VIEWER: Viewer = viewerWithout('system', 'schedule', ['admin']);

/** Who reads the metrics on their own listener, which only this machine reaches. */
export const METRICS_VIEWER: Viewer = viewerWithout('system', 'metrics', ['viewer']);

/** The Web Connector in a session of a user name; it does nothing but bring the books. */
export function connectorViewer(userName: string, address: string | null): Viewer {
  const name = `Web Connector (${userName})`.slice(0, 100);
  return { ...viewerWithout('connector', name, ['admin']), address };
}

/** A person at the command line: an admin, because they could change the database directly. */
export function operatorViewer(name: string): Viewer {
  return viewerWithout('operator', name, ['admin']);
}

function viewerWithout(kind: ViewerKind, name: string, roles: readonly Role[]): Viewer {
  const none = { session: null, address: null };
  return Object.freeze({ kind, id: kind, name, roles: Object.freeze(roles), isLocal: kind === 'local', ...none });
}

/** The highest of several roles; null for an empty list. */
export function highestRole(roles: readonly (Role | null | undefined)[]): Role | null {
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** The roles in `QBR_USERS`, by e-mail address in lower case. */
export type ConfiguredRoles = ReadonlyMap<string, Role>;

/** A person's role: the highest of those from configuration, directory and an admin. */
export function roleOf(
  { email, role }: { readonly email: string | null; readonly role: Role | null },
  directoryRole: Role | null,
  configured: ConfiguredRoles,
): Role | null {
  return highestRole([role, directoryRole, email === null ? null : configured.get(email)]);
}
