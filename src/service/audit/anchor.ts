import type { AuditChain } from '#src/store/audit-chain.ts';

/** An audit entry that the operator keeps elsewhere, to detect that the whole trail was rewritten. */
export interface AuditAnchor {
  readonly organizationId: number;
  readonly id: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** The newest entry of a chain; null if there is none. */
export function headOf(chain: AuditChain | null): AuditAnchor | null {
  if (!chain || chain.lastId <= 0) return null;
  return { organizationId: chain.organizationId, id: chain.lastId, hash: chain.lastHash };
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
