import { touchesMonths } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';

/** Something of an organization has changed, by any process, beside the values of its months. */
export interface OrganizationChanged {
  /** Null where it may be any. */
  readonly organizationId: number | null;
  /** Whether there may be more or fewer active organizations. */
  readonly isOfItself: boolean;
}

/** Calls `listener` after each change. @returns what ends that */
export function watchOrganizations(
  { changes }: Pick<Database, 'changes'>,
  listener: (changed: OrganizationChanged) => void,
): () => void {
  return changes.subscribe((change) => {
    if (change.kind === 'everything') listener({ organizationId: null, isOfItself: true });
    if (change.kind !== 'organization' || touchesMonths(change)) return;
    listener({ organizationId: change.organizationId, isOfItself: change.isOfItself });
  });
}
