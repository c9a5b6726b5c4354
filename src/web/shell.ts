import { createContext, use } from 'react';
import type { Role, ShellQuery } from '#src/web/gql/operations.ts';
import { shownOrganization } from './organization.ts';

/** What all views share: the viewer, the organization and its periods. Null outside the frame. */
export const ShellContext = createContext<ShellQuery | null>(null);

/** @throws Error outside the frame of the dashboard */
export function useShell(): ShellQuery {
  const shell = use(ShellContext);
  if (!shell) throw new Error('useShell is called outside the frame');
  return shell;
}

/** The viewer's role in the organization that the page shows; null without one. */
export function useRole(): Role | null {
  const { memberships } = useShell().viewer;
  return memberships.find(({ organizationId }) => organizationId === shownOrganization())?.role ?? null;
}

/** Whether the organization that the page shows can only be read. */
export function useIsArchived(): boolean {
  return (useShell().organization?.archivedAt ?? null) !== null;
}

/** Whether the viewer may enter values, set thresholds and acknowledge findings. */
export function useIsEditor(): boolean {
  const role = useRole();
  return role === 'EDITOR' || role === 'ADMIN';
}

/** Whether the viewer may also run collections, close periods, and manage people and keys. */
export function useIsAdmin(): boolean {
  return useRole() === 'ADMIN';
}
