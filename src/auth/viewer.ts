import { type Memberships, ROLES, type Role } from '#src/core/role.ts';

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
  /**
   * In the organization that the viewer acts in (`viewerIn`); before one is chosen, the highest of all of theirs. Empty without
   * any.
   */
  readonly roles: readonly Role[];
  /** The role in each organization; null for `roles` in every organization. */
  readonly memberships: Memberships | null;
  /** Whether they manage the organizations of this installation. */
  readonly isOperator: boolean;
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

/** A viewer without credentials of their own: nobody, or one who acts in every organization. */
function viewerWithout(kind: ViewerKind, name: string, roles: readonly Role[]): Viewer {
  const none = { session: null, address: null };
  const memberships = kind === 'nobody' ? new Map() : null;
  const access = { roles: Object.freeze(roles), memberships, isOperator: kind === 'local' || kind === 'operator' };
  return Object.freeze({ kind, id: kind, name, ...access, isLocal: kind === 'local', ...none });
}

/** What a viewer with memberships may do: the roles are narrowed where an organization is chosen. */
export function accessBy(
  memberships: Memberships,
  isOperator: boolean,
): Pick<Viewer, 'roles' | 'memberships' | 'isOperator'> {
  const highest = highestRole([...memberships.values()]);
  return { roles: highest === null ? [] : [highest], memberships, isOperator };
}

/** The viewer with their role in one organization only. */
export function viewerIn(viewer: Viewer, organizationId: number): Viewer {
  if (viewer.memberships === null) return viewer;
  const role = viewer.memberships.get(organizationId);
  return { ...viewer, roles: role === undefined ? [] : [role] };
}

/** Whether the viewer belongs to an organization. To whoever does not, it is as if there were none. */
export function belongsTo({ memberships }: Pick<Viewer, 'memberships'>, organizationId: number): boolean {
  return memberships === null || memberships.has(organizationId);
}

/** Everything that decides what a viewer may see, as text: for the keys of caches. */
export function accessKey({ roles, memberships, isOperator }: Viewer): string {
  return JSON.stringify([roles, memberships && [...memberships], isOperator]);
}

/** The highest of several roles; null for an empty list. */
export function highestRole(roles: readonly (Role | null | undefined)[]): Role | null {
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}
