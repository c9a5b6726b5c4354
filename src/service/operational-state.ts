import { readCached, type Scope } from '#src/service/scope.ts';
import { type OperationalState, readOperationalState } from '#src/store/operational-state.ts';

export type { OperationalState };

/** How the program fares: collections, findings, audit trail, backups. Needs the role viewer. */
export function operationalState(scope: Scope): Promise<OperationalState> {
  return readCached(scope, 'metrics:read', (database) => readOperationalState(database, scope.organization.id));
}
