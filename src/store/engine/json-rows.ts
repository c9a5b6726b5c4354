import { Prisma } from '#src/store/generated/prisma/client.ts';
import type { Reader } from './database.ts';

/** A read that waits to be sent with others. */
interface WaitingRead {
  readonly select: Prisma.Sql;
  resolve(rows: readonly unknown[]): void;
  reject(error: unknown): void;
}

const waiting = new WeakMap<Reader, WaitingRead[]>();

/**
 * The rows that a statement selects, written by the database as JSON: what a report reads has hundreds of rows, and Prisma's
 * object for each would cost more than all that is calculated from them. Whatever is asked for at the same time is sent as one
 * statement, and so is of one state of the database. As JSON has it: a `numeric` column is to be cast to text, so that no
 * digit is lost; a time is a text of ISO 8601.
 * @param select with its parameters; ordered rows come in their order
 */
export function readJsonRows<Row>(reader: Reader, select: Prisma.Sql): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const read = { select, resolve: resolve as WaitingRead['resolve'], reject };
    const others = waiting.get(reader);
    if (others) {
      others.push(read);
      return;
    }
    const reads = [read];
    waiting.set(reader, reads);
    queueMicrotask(() => {
      waiting.delete(reader);
      void send(reader, reads);
    });
  });
}

async function send(reader: Reader, reads: readonly WaitingRead[]): Promise<void> {
  try {
    const lists = reads.map(({ select }) => Prisma.sql`(SELECT json_agg(row) FROM (${select}) AS row)`);
    const statement = Prisma.sql`SELECT json_build_array(${Prisma.join(lists)})::text AS lists`;
    const [answer] = await reader.$queryRaw<{ lists: string }[]>(statement);
    // Of no rows `json_agg` makes null.
    const rows = JSON.parse(answer?.lists ?? '[]') as (readonly unknown[] | null)[];
    reads.forEach(({ resolve }, index) => void resolve(rows[index] ?? []));
  } catch (error) {
    for (const { reject } of reads) reject(error);
  }
}
