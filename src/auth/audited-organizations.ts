import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { existingOrganizations } from '#src/store/organizations.ts';
import type { Viewer } from './viewer.ts';

/**
 * The organizations whose audit trails record what a viewer does in none, such as signing in: all that they belong to. The
 * first organization's where they belong to none or to every one. The configuration may name some that do not exist yet.
 */
export async function auditedOrganizations(
  reader: Reader,
  { memberships }: Pick<Viewer, 'memberships'>,
): Promise<readonly number[]> {
  const ids = [...(memberships?.keys() ?? [])];
  if (ids.length === 0) return [FIRST_ORGANIZATION];
  const existing = await existingOrganizations(reader, ids);
  return existing.length > 0 ? existing : [FIRST_ORGANIZATION];
}
