/** An entry as an operator keeps it elsewhere: whoever rewrites the whole database cannot rewrite that. */
export interface AuditAnchor {
  readonly organizationId: number;
  readonly id: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** `1:1234:9f86d0…`, as it is printed and logged. */
export function anchorText({ organizationId, id, hash }: AuditAnchor): string {
  return `${organizationId}:${id}:${hash}`;
}

/** What `anchorText` has written; null for anything else. */
export function parseAnchor(text: string): AuditAnchor | null {
  const parts = /^(\d{1,9}):(\d{1,9}):([0-9a-f]{64})$/i.exec(text.trim());
  if (!parts) return null;
  const [, organizationId, id, hash = ''] = parts;
  return { organizationId: Number(organizationId), id: Number(id), hash: hash.toLowerCase() };
}
