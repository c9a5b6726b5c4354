import { OrganizationNotFoundError } from '#src/core/errors.ts';
import type { Database, Reader } from '#src/store/engine/database.ts';

/** A company whose business review is kept here. */
export interface Organization {
  readonly id: number;
  readonly name: string;
}

/** The organization of that number; null where there is none. */
export function findOrganization({ prisma }: Database, id: number): Promise<Organization | null> {
  return prisma.organization.findUnique({ where: { id }, select: { id: true, name: true } });
}

export async function organizationExists(reader: Reader, id: number): Promise<boolean> {
  return (await reader.organization.count({ where: { id } })) > 0;
}

/** @throws OrganizationNotFoundError where there is no organization of that number */
export async function requireOrganization(reader: Reader, id: number): Promise<void> {
  if (!(await organizationExists(reader, id))) throw noOrganization(id);
}

export function noOrganization(id: number): OrganizationNotFoundError {
  return new OrganizationNotFoundError(`There is no organization ${id}`, { field: 'organizationId' });
}
