import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma } from '#src/store/generated/prisma/client.ts';
import type { LaterClient } from './later-client.ts';

const TRANSACTION_TIMEOUT_MS = 120_000;
/** Maximum wait of a PostgreSQL transaction for a connection of the pool. */
const TRANSACTION_WAIT_MS = 60_000;

type TransactionRunner = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>;

/** The transactions of one database. */
export interface Transactions {
  readonly run: TransactionRunner;
  /** Runs work beside Prisma; on the embedded database when it is its turn, so that no transaction of Prisma waits for it. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Runs functions in interactive transactions. Nested transactions are an error on both databases: they would deadlock on the
 * embedded one and not be atomic on PostgreSQL.
 */
export function createTransactions(
  client: Pick<LaterClient, 'current'>,
  kind: 'embedded' | 'postgresql',
): Transactions {
  const inTransaction = new AsyncLocalStorage<true>();
  const run: TransactionRunner = (work) => {
    const limits = { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_WAIT_MS };
    // PGlite's adapter would set the isolation level before the transaction, without effect; read committed is the default.
    const options = kind === 'embedded' ? limits : { ...limits, isolationLevel: 'ReadCommitted' as const };
    return client.current.$transaction((tx) => inTransaction.run(true, () => work(tx)), options);
  };
  const inTurn: Transactions['inTurn'] = kind === 'embedded' ? oneAtATime() : (work) => work();
  const refuseNested = (): void => {
    if (inTransaction.getStore()) throw new Error('A transaction was started within a transaction');
  };
  return {
    async run(work) {
      refuseNested();
      return inTurn(() => run(work));
    },
    async inTurn(work) {
      refuseNested();
      return inTurn(work);
    },
  };
}

/**
 * Queues transactions of the embedded database, which has one connection. Prisma would time out a queued transaction that its
 * adapter still starts later; here it waits before Prisma sees it, and each transaction ahead has its own timeout.
 */
function oneAtATime(): Transactions['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(() => work());
    last = turn.catch(() => undefined);
    return turn;
  };
}
