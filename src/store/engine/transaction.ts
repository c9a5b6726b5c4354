import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma, PrismaClient } from '#src/store/generated/prisma/client.ts';

const TRANSACTION_TIMEOUT_MS = 120_000;
/** How long a transaction on PostgreSQL may wait for a connection of the pool. */
const TRANSACTION_WAIT_MS = 60_000;

type TransactionRunner = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>;

/**
 * Runs functions in interactive transactions of their own. A transaction within a transaction is a mistake that would
 * wait for itself on the embedded database, and would not be one transaction on PostgreSQL: it is refused on both.
 */
export function createTransactionRunner(prisma: PrismaClient, kind: 'embedded' | 'postgresql'): TransactionRunner {
  const inTransaction = new AsyncLocalStorage<true>();
  const run: TransactionRunner = (work) => {
    const limits = { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_WAIT_MS };
    // PGlite's adapter would set the isolation level before the transaction, to no effect; read committed is the default.
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
 * The embedded database has one connection. Prisma would give up a transaction that waits too long for it, although its
 * turn still comes in the adapter; here it waits before Prisma knows of it, and each one ahead ends within its timeout.
 */
function oneAtATime(run: TransactionRunner): TransactionRunner {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(() => run(work));
    last = turn.catch(() => undefined);
    return turn;
  };
}
