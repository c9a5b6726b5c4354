import { periodLabel } from '#src/core/period.ts';
import { type AuditVerification, verifyAudit } from '#src/service/audit/verify.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import { findAuditChain } from '#src/store/audit-chain.ts';
import { type AuditedPresentation, readAuditedPresentations } from '#src/store/audited-presentations.ts';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import {
  findPresentation,
  NO_DIGEST,
  presentingOrganizations,
  readPresentations,
  type StoredPresentation,
  type StoredPresentationContent,
} from '#src/store/presentations.ts';

/** The verification of one organization's presentations. */
export interface PresentationVerification {
  readonly organizationId: number;
  readonly presentations: number;
  /** Presentations whose audit entry was pruned after its retention period: they hold one another, but the trail no longer holds them. */
  readonly withoutAuditEntry: number;
  /** In sentences; empty if nothing was changed, removed, inserted or moved. */
  readonly problems: readonly string[];
}

/**
 * Verifies every organization's presentations: that each content has its digest and says what its row says, that versions follow each
 * other, that each names the one before it, and that the audit trail, which is verified as well, has an entry for each and no other.
 * @param organizationId only this organization's; undefined for every one's
 */
export async function verifyPresentations(
  database: Database,
  organizationId?: number,
): Promise<readonly PresentationVerification[]> {
  const { prisma } = database;
  const audits = await verifyAudit(database, [], organizationId);
  const presenting = await acrossOrganizations(() => presentingOrganizations(prisma));
  const all = new Set([...presenting, ...audits.map((audit) => audit.organizationId)]);
  const asked = [...all].filter((id) => organizationId === undefined || id === organizationId);
  const verifications: PresentationVerification[] = [];
  for (const id of asked.sort((a, b) => a - b)) {
    const audit = audits.find((each) => each.organizationId === id);
    verifications.push(await withinOrganization(id, () => verifyOrganization(database, id, audit)));
  }
  return verifications;
}

async function verifyOrganization(
  { prisma }: Database,
  organizationId: number,
  audit: AuditVerification | undefined,
): Promise<PresentationVerification> {
  // Newest first in each period; turned, so that problems are told in order.
  const stored = (await readPresentations(prisma, organizationId)).reverse();
  const entries = await readAuditedPresentations(prisma, organizationId);
  const problems: string[] = [];
  for (const { period, version } of stored) {
    // One at a time: a content has several hundred kB.
    const presentation = await findPresentation(prisma, organizationId, { period, version });
    if (presentation) problems.push(...contentProblems(presentation));
  }
  const prunedId = (await findAuditChain(prisma, organizationId))?.prunedId ?? 0;
  const audited = auditProblems(stored, entries, prunedId > 0);
  problems.push(...versionProblems(stored), ...orderProblems(stored), ...audited.problems);
  problems.push(...(audit?.problems ?? []).map(({ message }) => `The audit trail: ${message}`));
  return { organizationId, presentations: stored.length, withoutAuditEntry: audited.withoutEntry, problems };
}

function nameOf({ period, version }: Pick<StoredPresentation, 'period' | 'version'>): string {
  return `Presentation ${version} of ${periodLabel(period)}`;
}

function contentProblems(presentation: StoredPresentationContent): string[] {
  const { content, digest, ...row } = presentation;
  if (canonicalDigest(content as object) !== digest) {
    return [`${nameOf(row)} has been changed: its digest does not match its content`];
  }
  const own = content as Readonly<Record<string, unknown>>;
  const expected = {
    ...{ period: row.period, version: row.version, presentedAt: row.presentedAt.toISOString() },
    ...{ presentedBy: row.presentedBy, note: row.note, previousDigest: row.previousDigest },
  };
  const wrong = Object.entries(expected).filter(([field, value]) => own[field] !== value);
  return wrong.map(([field]) => `${nameOf(row)} has been changed: its ${field} is not that of its content`);
}

/** Versions of each period from 1 on, without gaps. @param stored oldest first in each period */
function versionProblems(stored: readonly StoredPresentation[]): string[] {
  const last = new Map<string, number>();
  return stored.flatMap(({ period, version }) => {
    const expected = (last.get(period) ?? 0) + 1;
    last.set(period, version);
    const missing = Array.from({ length: Math.max(version - expected, 0) }, (_, index) => expected + index);
    return missing.map((each) => `${nameOf({ period, version: each })} is missing`);
  });
}

/** Each but the first follows one that is there. */
function orderProblems(stored: readonly StoredPresentation[]): string[] {
  const digests = new Set([NO_DIGEST, ...stored.map(({ digest }) => digest)]);
  const inTime = [...stored].sort((a, b) => a.presentedAt.getTime() - b.presentedAt.getTime());
  return inTime.flatMap((presentation) =>
    digests.has(presentation.previousDigest)
      ? []
      : [`The presentation before ${nameOf(presentation)} is missing, or was replaced`],
  );
}

/** The trail has one entry for each presentation, in the same order. */
function auditProblems(
  stored: readonly StoredPresentation[],
  entries: readonly AuditedPresentation[],
  isPruned: boolean,
): { readonly problems: readonly string[]; readonly withoutEntry: number } {
  const problems: string[] = [];
  const rows = new Map(stored.map((each) => [`${each.period} ${each.version}`, each]));
  for (const { id, period, version, digest } of entries) {
    const row = rows.get(`${period} ${version}`);
    rows.delete(`${period} ${version}`);
    if (!row) problems.push(`${nameOf({ period, version })} is missing: entry ${id} of the audit trail records it`);
    else if (row.digest !== digest) {
      problems.push(`${nameOf(row)} is not the one that entry ${id} of the audit trail records`);
    }
  }
  const unrecorded = [...rows.values()];
  // Entries are pruned from the oldest on: what was presented after one that is left has its own.
  const oldest = entries
    .map(({ at }) => at.getTime())
    .reduce((min, each) => Math.min(min, each), Number.POSITIVE_INFINITY);
  const mayBePruned = ({ presentedAt }: StoredPresentation) => isPruned && presentedAt.getTime() <= oldest;
  for (const row of unrecorded.filter((each) => !mayBePruned(each))) {
    problems.push(`${nameOf(row)} has no entry in the audit trail`);
  }
  problems.push(...movedProblems(stored, entries));
  return { problems, withoutEntry: unrecorded.filter(mayBePruned).length };
}

/** Each entry's presentation names that of the entry before it. */
function movedProblems(stored: readonly StoredPresentation[], entries: readonly AuditedPresentation[]): string[] {
  const rows = new Map(stored.map((each) => [each.digest, each]));
  return entries.flatMap(({ digest }, index) => {
    const [row, before] = [rows.get(digest), entries[index - 1]];
    if (!row || !before || row.previousDigest === before.digest) return [];
    return [`${nameOf(row)} does not follow ${nameOf(before)}, as the audit trail has it`];
  });
}
