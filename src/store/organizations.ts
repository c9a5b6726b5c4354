import type { Reader } from '#src/store/engine/database.ts';

/** A company with its own business review. */
export interface StoredOrganization {
  readonly id: number;
  readonly name: string;
}

/** The organization with that id; null if there is none. */
export function findOrganization(reader: Reader, id: number): Promise<StoredOrganization | null> {
  return reader.organization.findUnique({ where: { id }, select: { id: true, name: true } });
}

/** Whether there is an organization with that id. */
export async function organizationExists(reader: Reader, id: number): Promise<boolean> {
  return (await reader.organization.count({ where: { id } })) > 0;
}

/** The ids of all organizations. */
export async function organizationIds(reader: Reader): Promise<number[]> {
  const rows = await reader.organization.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}
