import { NotFoundError } from '#src/core/errors.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import { type Scope, write } from '#src/service/scope.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import { findFinding, type StoredFinding, saveAcknowledgement } from '#src/store/findings.ts';

export type { StoredFinding } from '#src/store/findings.ts';

/**
 * Acknowledges a finding: its value was checked and is right. A finding that is already acknowledged is unchanged.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; NotFoundError where the organization has no such
 *   finding, InvalidValueError for a note that cannot be stored; InvalidInputError with both
 */
export async function acknowledgeFinding(
  scope: Scope,
  { id, note }: { readonly id: number; readonly note?: string | null | undefined },
): Promise<StoredFinding> {
  const { at, actor, organization } = scope;
  return write(scope, { permission: 'findings:acknowledge' }, async (tx) => {
    const problems = createInputProblems();
    problems.try(() => checkNote(note, 'note'));
    const found = await problems.tryAsync(() => requireFinding(tx, organization.id, id));
    const { finding } = problems.complete({ finding: found });
    const acknowledgement = { at, actor, note: note?.trim() || null };
    if (!(await saveAcknowledgement(tx, organization.id, { id, ...acknowledgement }))) {
      return { result: await requireFinding(tx, organization.id, id), audit: [] };
    }
    const { month: period, metric, kind, value } = finding;
    const after = { acknowledgedAt: at.toISOString(), note: acknowledgement.note };
    const detail = { finding: id, period, metric, kind, value: value.toFixed(), before: null, after };
    const result = await requireFinding(tx, organization.id, id);
    return { result, audit: [{ action: 'finding.acknowledged', detail }] };
  });
}

async function requireFinding(reader: Reader, organizationId: number, id: number): Promise<StoredFinding> {
  const finding = isRowId(id) ? await findFinding(reader, organizationId, id) : null;
  if (!finding) throw new NotFoundError(`There is no finding ${id}`, { field: 'id' });
  return finding;
}
