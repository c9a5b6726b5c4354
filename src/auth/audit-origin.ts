import type { AuditOrigin } from '#src/store/audit.ts';
import type { Viewer } from './viewer.ts';

/** A viewer's identity, credential and address for the audit trail. */
export function auditOrigin(viewer: Viewer): AuditOrigin {
  return { actorId: viewer.id, credential: credentialOf(viewer), address: viewer.address };
}

function credentialOf({ kind, id, session }: Viewer): string {
  switch (kind) {
    case 'person':
      return session ? `session:${session.id}` : 'sign-in';
    case 'key':
      return id;
    case 'nobody':
      return 'none';
    case 'local':
      return 'local';
    case 'operator':
      return 'command line';
    case 'connector':
      return 'web connector';
    case 'system':
      return 'program';
  }
}
