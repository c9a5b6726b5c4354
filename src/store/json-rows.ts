import type { Reader } from './database.ts';
import { Prisma } from './generated/prisma/client.ts';

/**
 * The rows that a statement selects, sent by the database as one JSON text: what a report reads has hundreds of rows, and
 * Prisma's object for each would cost more than all that is calculated from them. As JSON has it: a `numeric` column is to be
 * cast to text, so that no digit is lost; a time is a text of ISO 8601.
 * @param select with its parameters; ordered rows come in their order
 */
export async function readJsonRows<Row>(reader: Reader, select: Prisma.Sql): Promise<readonly Row[]> {
  const [answer] = await reader.$queryRaw<{ rows: string }[]>(
    Prisma.sql`SELECT coalesce(json_agg(row), '[]')::text AS rows FROM (${select}) AS row`,
  );
  return JSON.parse(answer?.rows ?? '[]') as Row[];
}
