import type { Period } from '#src/core/period.ts';
import type { Reader } from '#src/store/engine/database.ts';

/** A presentation as the audit trail records it. */
export interface AuditedPresentation {
  /** Of the entry. */
  readonly id: number;
  readonly at: Date;
  readonly period: Period;
  readonly version: number;
  readonly digest: string;
}

/** What the trail records of an organization's presentations, oldest first. */
export function readAuditedPresentations(reader: Reader, organizationId: number): Promise<AuditedPresentation[]> {
  return reader.$queryRaw<AuditedPresentation[]>`
    SELECT id, at, detail->>'period' AS period, (detail->>'version')::integer AS version, detail->>'digest' AS digest
    FROM qbr_audit WHERE organization_id = ${organizationId}::integer AND action = 'period.presented' ORDER BY id`;
}
