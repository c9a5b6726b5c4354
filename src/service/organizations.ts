import type { Database } from '../store/database.ts';

/** A company whose business review is kept here. */
export interface Organization {
  readonly id: number;
  readonly name: string;
}

/** The organization of that number; null where there is none. */
export function findOrganization({ prisma }: Database, id: number): Promise<Organization | null> {
  return prisma.organization.findUnique({ where: { id }, select: { id: true, name: true } });
}
