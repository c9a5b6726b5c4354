import { AUDIT_ACTIONS } from '#src/core/audit-action.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { monthsOf, type Period } from '#src/core/period.ts';
import { type Page, type PageRequest, readPage } from '#src/service/page.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { requireSubject } from '#src/service/thresholds/set.ts';
import { readAuditPage, type StoredAuditEntry } from '#src/store/audit.ts';

/** A filter of audit entries; null matches everything. */
export interface AuditQuery extends PageRequest {
  /** The exact name of the actor. */
  readonly actor: string | null;
  readonly actions: readonly string[] | null;
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly to: Date | null;
  /** Entries about this month, or about this quarter or a month of it. */
  readonly period: Period | null;
  /** Key or display name of a metric or SmartNumber. */
  readonly metric: string | null;
}

/** An entry with the description of its action; null for an action of another version. */
export interface ListedAuditEntry extends StoredAuditEntry {
  readonly description: string | null;
}

/** An audit action with its description. */
export interface DescribedAction {
  readonly action: string;
  readonly description: string;
}

/**
 * All audit actions.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listAuditActions(scope: Scope): Promise<readonly DescribedAction[]> {
  return read(scope, 'audit:read', async () =>
    Object.entries(AUDIT_ACTIONS).map(([action, description]) => ({ action, description })),
  );
}

/**
 * A page of an organization's audit trail, newest first.
 * @throws UnauthenticatedError, ForbiddenError; InvalidParameterError for an unknown action or a page that is too large,
 *   MetricNotFoundError for an unknown metric
 */
export async function listAuditEntries(
  scope: Scope,
  { actor, actions, from, to, period, metric, ...page }: AuditQuery,
): Promise<Page<ListedAuditEntry>> {
  return read(scope, 'audit:read', async (reader) => {
    const unknown = actions?.find((action) => !Object.hasOwn(AUDIT_ACTIONS, action));
    if (unknown !== undefined) {
      const known = Object.keys(AUDIT_ACTIONS).join(', ');
      throw new InvalidParameterError(`Unknown action ${unknown}; expected one of ${known}`, { field: 'actions' });
    }
    const filter = {
      ...(actor !== null && { actor }),
      ...(actions && { actions }),
      ...(from && { from }),
      ...(to && { to }),
      ...(period && { months: [...new Set<string>([period, ...monthsOf(period)])] }),
      ...(metric !== null && { metric: requireSubject(metric).key }),
    };
    const descriptions: Readonly<Record<string, string>> = AUDIT_ACTIONS;
    return readPage(page, async (stretch) => {
      const entries = await readAuditPage(reader, scope.organization.id, filter, stretch);
      return entries.map((entry) => ({ ...entry, description: descriptions[entry.action] ?? null }));
    });
  });
}
