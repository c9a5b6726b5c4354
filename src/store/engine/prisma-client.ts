import { PrismaClient } from '#src/store/generated/prisma/client.ts';
import type { DatabaseOptions } from './database-options.ts';
import type { PrismaAdapter } from './observed-adapter.ts';

/** Prisma's client, a large file that only a dynamic import should load. */
export function createPrismaClient(
  adapter: PrismaAdapter,
  { onQuery }: Pick<DatabaseOptions, 'onQuery'>,
): PrismaClient {
  if (onQuery === undefined) return new PrismaClient({ adapter });
  const client = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  client.$on('query', (event) => onQuery(event.query));
  return client;
}
