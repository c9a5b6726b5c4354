import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma, PrismaClient } from '#src/store/generated/prisma/client.ts';

const TRANSACTION_TIMEOUT_MS = 120_000;
/** Maximum wait of a PostgreSQL transaction for a connection of the pool. */
const TRANSACTION_WAIT_MS = 60_000;

type TransactionRunner = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>;

/**
 * Runs functions in interactive transactions. Nested transactions are an error on both databases: they would deadlock on the
 * embedded one and not be atomic on PostgreSQL.
 */
export function createTransactionRunner(prisma: PrismaClient, kind: 'embedded' | 'postgresql'): TransactionRunner {
  const inTransaction = new AsyncLocalStorage<true>();
  const run: TransactionRunner = (work) => {
    const limits = { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_WAIT_MS };
    // PGlite's adapter would set the isolation level before the transaction, without effect; read committed is the default.
    const options = kind === 'embedded' ? limits : { ...limits, isolationLevel: 'ReadCommitted' as const };
    return prisma.$transaction((tx) => inTransaction.run(true, () => work(tx)), options);
  };
  const next: TransactionRunner = kind === 'embedded' ? oneAtATime(run) : run;
  return async (work) => {
    if (inTransaction.getStore()) throw new Error('A transaction was started within a transaction');
    return next(work);
  };
}

/**
 * Queues transactions of the embedded database, which has one connection. Prisma would time out a queued transaction that its
 * adapter still starts later; here it waits before Prisma sees it, and each transaction ahead has its own timeout.
 */
function oneAtATime(run: TransactionRunner): TransactionRunner {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(() => run(work));
    last = turn.catch(() => undefined);
    return turn;
  };
}
