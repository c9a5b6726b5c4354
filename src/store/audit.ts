import type { Reader } from './database.ts';

export type AuditAction =
  | 'metrics.entered'
  | 'metrics.released'
  | 'collection.enabled'
  | 'collection.disabled'
  | 'collection.forced'
  | 'threshold.set'
  | 'threshold.removed'
  | 'finding.acknowledged'
  | 'period.closed'
  | 'period.reopened'
  | 'person.signed_in'
  | 'person.signed_out'
  | 'person.refused'
  | 'person.invited'
  | 'person.role_changed'
  | 'person.removed'
  | 'session.revoked'
  | 'key.created'
  | 'key.used'
  | 'key.refused'
  | 'key.revoked'
  | 'access.refused';

/** Records who did what; `detail` holds plain JSON, never a secret. */
export async function appendAudit(
  reader: Reader,
  organizationId: number,
  entry: { at: Date; actor: string; action: AuditAction; detail: Record<string, string | number | null | string[]> },
): Promise<void> {
  await reader.auditEntry.create({ data: { organizationId, ...entry } });
}
