import { auditOrigin } from '#src/auth/audit-origin.ts';
import { requirePermission } from '#src/auth/permissions.ts';
import { NotFoundError } from '#src/core/errors.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import type { WriteContext } from '#src/service/values/enter.ts';
import { appendAudit } from '#src/store/audit.ts';
import { findFinding, type StoredFinding, saveAcknowledgement } from '#src/store/findings.ts';

/** Highest number that the database can give a finding. */
const HIGHEST_ID = 2_147_483_647;

/**
 * Says that somebody has looked at a finding and that its value is right. One that was acknowledged before stays as it
 * is, with who did it first.
 * @returns the finding, and the organization it is of
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError, InvalidValueError for a note that cannot be stored; InvalidInputError where both
 */
export async function acknowledgeFinding(
  { database, viewer, actor, at }: Pick<WriteContext, 'database' | 'viewer' | 'actor' | 'at'>,
  { id, note }: { readonly id: number; readonly note?: string | null | undefined },
): Promise<StoredFinding & { readonly organizationId: number }> {
  requirePermission(viewer, 'findings:acknowledge');
  const problems = createInputProblems();
  problems.try(() => checkNote(note, 'note'));
  return database.transaction(async (tx) => {
    const found = await problems.tryAsync(() => requireFinding(tx, id));
    const { finding } = problems.complete({ finding: found });
    const acknowledgement = { at, actor, note: note?.trim() || null };
    if (!(await saveAcknowledgement(tx, finding, acknowledgement))) return requireFinding(tx, id);
    const { organizationId, month: period, metric, kind } = finding;
    const after = { acknowledgedAt: at.toISOString(), note: acknowledgement.note };
    const detail = { finding: id, period, metric, kind, value: finding.value.toFixed(), before: null, after };
    const origin = auditOrigin(viewer);
    await appendAudit(tx, organizationId, { at, actor, origin, action: 'finding.acknowledged', detail });
    return requireFinding(tx, id);
  });
}

async function requireFinding(tx: Parameters<typeof findFinding>[0], id: number) {
  const finding = id > 0 && id <= HIGHEST_ID ? await findFinding(tx, id) : null;
  if (!finding) throw new NotFoundError(`There is no finding ${id}`, { field: 'id' });
  return finding;
}
