import type { Period } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { Prisma } from '#src/store/generated/prisma/client.ts';

/** The previous digest of the first presentation. */
export const NO_DIGEST = '0'.repeat(64);

/** A presentation without its content. */
export interface StoredPresentation {
  readonly period: Period;
  /** From 1, in each period. */
  readonly version: number;
  readonly presentedAt: Date;
  readonly presentedBy: string;
  readonly note: string | null;
  /** SHA-256 of the canonical form of its content. */
  readonly digest: string;
  /** That of the organization's presentation before this one. */
  readonly previousDigest: string;
}

/** A presentation with what was shown, as JSON; `core/presentation` gives it its meaning. */
export interface StoredPresentationContent extends StoredPresentation {
  readonly content: unknown;
}

/** A presentation to store. */
export interface NewPresentation extends StoredPresentation {
  readonly content: object;
}

const WITHOUT_CONTENT = {
  period: true,
  version: true,
  presentedAt: true,
  presentedBy: true,
  note: true,
  digest: true,
  previousDigest: true,
} as const;

/** Stores a presentation. Lock the organization before. */
export async function insertPresentation(
  tx: Transaction,
  organizationId: number,
  { content, ...rest }: NewPresentation,
): Promise<void> {
  await tx.presentation.create({ data: { organizationId, ...rest, content: content as Prisma.InputJsonObject } });
}

/** Where the next presentation of a period comes: its version, and the digest of the organization's newest presentation. */
export async function nextPresentation(
  reader: Reader,
  organizationId: number,
  period: Period,
): Promise<{ readonly version: number; readonly previousDigest: string }> {
  const [row] = await reader.$queryRaw<{ version: number; previousDigest: string | null }[]>`
    SELECT
      (SELECT coalesce(max(version), 0) + 1 FROM qbr_presentation
        WHERE organization_id = ${organizationId}::integer AND period = ${period}) AS version,
      (SELECT digest::text FROM qbr_presentation AS newest
        WHERE organization_id = ${organizationId}::integer AND NOT EXISTS (
          SELECT FROM qbr_presentation AS next
          WHERE next.organization_id = ${organizationId}::integer AND next.previous_digest = newest.digest)
        ORDER BY presented_at DESC LIMIT 1) AS "previousDigest"`;
  return { version: row?.version ?? 1, previousDigest: row?.previousDigest ?? NO_DIGEST };
}

/** The presentations of some periods, or of all, without their contents: newest period and version first. */
export async function readPresentations(
  reader: Reader,
  organizationId: number,
  periods?: readonly Period[],
): Promise<StoredPresentation[]> {
  const rows = await reader.presentation.findMany({
    where: { organizationId, ...(periods && { period: { in: [...periods] } }) },
    select: WITHOUT_CONTENT,
    orderBy: [{ period: 'desc' }, { version: 'desc' }],
  });
  return rows.map((row) => ({ ...row, period: row.period as Period }));
}

/** A presentation with its content; of a period the newest one without a version. Null if there is none. */
export async function findPresentation(
  reader: Reader,
  organizationId: number,
  { period, version }: { readonly period: Period; readonly version?: number | undefined },
): Promise<StoredPresentationContent | null> {
  const row = await reader.presentation.findFirst({
    where: { organizationId, period, ...(version !== undefined && { version }) },
    select: { ...WITHOUT_CONTENT, content: true },
    orderBy: { version: 'desc' },
  });
  return row && { ...row, period: row.period as Period };
}

/** The organizations that have presentations. */
export async function presentingOrganizations(reader: Reader): Promise<number[]> {
  const rows = await reader.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT organization_id AS id FROM qbr_presentation ORDER BY id`;
  return rows.map(({ id }) => id);
}
