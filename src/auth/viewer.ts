/** What somebody may do; each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. */
export interface Viewer {
  /** As it is written beside what they enter and in the audit trail. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Whether the program runs in local mode, where whoever reaches the loopback listener may do everything. */
  readonly isLocal: boolean;
}

/** Whoever reaches the listener in local mode. */
export const LOCAL_VIEWER: Viewer = Object.freeze({ name: 'local', roles: ['admin'] as const, isLocal: true });
