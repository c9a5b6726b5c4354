import type { Role, Viewer } from '#src/auth/viewer.ts';

/** A program whose API key has these roles; nothing of it is stored. */
export function keyViewer(...roles: readonly Role[]): Viewer {
  return { kind: 'key', id: 'key:1', name: 'API key test', roles, isLocal: false, session: null, address: null };
}
