import type { SqlSession } from './engine/sql-session.ts';

/** The queue of jobs of organizations, as the database has it. */
export interface QueueState {
  /** Whether its tables are there. */
  readonly isMade: boolean;
  /** Whether this program's user may make them. */
  readonly mayMake: boolean;
  readonly waiting: number;
  readonly running: number;
  /** Due for 15 minutes, and not begun. */
  readonly late: number;
}

/** Reads the queue without its library. PostgreSQL only. */
export async function readQueueState(session: SqlSession): Promise<QueueState> {
  const [made] = await session.query<{ isMade: boolean; mayMake: boolean }>(
    `SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS "isMade",
       has_database_privilege(current_database(), 'CREATE') AS "mayMake"`,
  );
  const { isMade = false, mayMake = false } = made ?? {};
  if (!isMade) return { isMade, mayMake, waiting: 0, running: 0, late: 0 };
  const [counts] = await session.query<Pick<QueueState, 'waiting' | 'running' | 'late'>>(
    `SELECT count(*) FILTER (WHERE locked_at IS NULL)::int4 AS waiting, count(locked_at)::int4 AS running,
       count(*) FILTER (WHERE locked_at IS NULL AND run_at < now() - interval '15 minutes')::int4 AS late
     FROM graphile_worker.jobs WHERE key IS NOT NULL`,
  );
  return { isMade, mayMake, waiting: 0, running: 0, late: 0, ...counts };
}
