/** An audit entry that the operator keeps elsewhere, to detect that the whole trail was rewritten. */
export interface AuditAnchor {
  readonly organizationId: number;
  readonly id: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** Formats an anchor: `1:1234:9f86d0…` (organization, id, hash). */
export function anchorText({ organizationId, id, hash }: AuditAnchor): string {
  return `${organizationId}:${id}:${hash}`;
}

/** Parses the format of `anchorText`; null for anything else. */
export function parseAnchor(text: string): AuditAnchor | null {
  const parts = /^(\d{1,9}):(\d{1,9}):([0-9a-f]{64})$/i.exec(text.trim());
  if (!parts) return null;
  const [, organizationId, id, hash = ''] = parts;
  return { organizationId: Number(organizationId), id: Number(id), hash: hash.toLowerCase() };
}
