import { createContext, use } from 'react';
import type { ShellQuery } from '#src/web/gql/operations.ts';

/** What all views share: the viewer, the organization and its periods. Null outside the frame. */
export const ShellContext = createContext<ShellQuery | null>(null);

/** @throws Error outside the frame of the dashboard */
export function useShell(): ShellQuery {
  const shell = use(ShellContext);
  if (!shell) throw new Error('useShell is called outside the frame');
  return shell;
}

/** Whether the viewer may enter values, set thresholds and acknowledge findings. */
export function useIsEditor(): boolean {
  return useShell().viewer.roles.some((role) => role === 'EDITOR' || role === 'ADMIN');
}

/** Whether the viewer may also run collections, close periods, and manage people and keys. */
export function useIsAdmin(): boolean {
  return useShell().viewer.roles.includes('ADMIN');
}
