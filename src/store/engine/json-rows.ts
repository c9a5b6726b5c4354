import { Prisma } from '#src/store/generated/prisma/client.ts';
import type { Reader } from './database.ts';

/** A read waiting to be batched with others. */
interface WaitingRead {
  readonly select: Prisma.Sql;
  resolve(rows: readonly unknown[]): void;
  reject(error: unknown): void;
}

const waiting = new WeakMap<Reader, WaitingRead[]>();

/**
 * Reads the rows of a statement as JSON made by the database: a report reads hundreds of rows, and Prisma's object for each
 * would cost more than all calculations. Concurrent reads are batched into one statement and so see one state of the database.
 * Cast `numeric` columns to text so that no digit is lost; times are ISO 8601 strings.
 * @param select with its parameters; rows keep its order
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
    // `json_agg` of no rows is null.
    const rows = JSON.parse(answer?.lists ?? '[]') as (readonly unknown[] | null)[];
    reads.forEach(({ resolve }, index) => void resolve(rows[index] ?? []));
  } catch (error) {
    for (const { reject } of reads) reject(error);
  }
}
