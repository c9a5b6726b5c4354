import { findOrganization as findStoredOrganization, type StoredOrganization } from '#src/store/organizations.ts';
import { read, type Scope } from './scope.ts';

export type { StoredOrganization } from '#src/store/organizations.ts';

/**
 * The scope's organization; null if it does not exist.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function findOrganization(scope: Scope): Promise<StoredOrganization | null> {
  return read(scope, 'metrics:read', (reader) => findStoredOrganization(reader, scope.organization.id));
}
