import { isPermitted, type Permission, requirePermission } from './permissions.ts';
import type { Refusals } from './refusals.ts';
import type { Viewer } from './viewer.ts';

/**
 * Refuses whoever may not, and records that where it is known who asked: asking without having signed in is no attempt.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function authorize(
  viewer: Viewer,
  permission: Permission,
  refusals: Pick<Refusals, 'note'>,
): Promise<void> {
  if (isPermitted(viewer, permission)) return;
  const { kind, address } = viewer;
  if (kind !== 'nobody') await refusals.note({ action: 'access.refused', viewer, address, reason: permission });
  requirePermission(viewer, permission);
}
