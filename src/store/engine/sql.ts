import type { Prisma } from '#src/store/generated/prisma/client.ts';

/** A part of a statement, with its parameters. */
export type Sql = Prisma.Sql;

/**
 * What Prisma's client takes besides plain values: parts of statements, and the null of a JSON column. It knows its own ones only, and is
 * loaded by its first use, so a statement that needs them asks for them here.
 */
export async function prismaValues(): Promise<Pick<typeof Prisma, 'sql' | 'join' | 'DbNull'>> {
  return (await import('#src/store/generated/prisma/client.ts')).Prisma;
}
