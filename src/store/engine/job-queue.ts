import {
  type JobHelpers,
  Logger,
  type RunnerOptions,
  runMigrations,
  runTaskList,
  type TaskList,
} from 'graphile-worker';
import type pg from 'pg';
import type { PostgresqlConnection, StoreLogger } from './connection.ts';
import { createPool } from './postgresql.ts';
import type { RunLock } from './run-lock.ts';
import { trySessionLock } from './session-lock.ts';

/** A job of an organization. Its payload is this and no more: nobody needs to guard the queue's tables. */
export interface QueuedJob {
  /** What is done. */
  readonly task: string;
  readonly organizationId: number;
  /** The time that it is for; it may run later. */
  readonly scheduledFor: Date;
}

/** A job as it waits, or runs. An organization has one of each task at most. */
export interface WaitingJob {
  readonly task: string;
  readonly organizationId: number;
  readonly runAt: Date;
  readonly flags: readonly string[];
  /** Whether a worker has it now. */
  readonly isRunning: boolean;
  /** Whether an attempt has failed, and it waits for another. */
  readonly isRetried: boolean;
  /** Whether all its attempts were used up. */
  readonly isGivenUp: boolean;
}

/** A job to add, in the place of the one of the same task and organization. */
export interface NewJob extends QueuedJob {
  /** Not before. */
  readonly runAt: Date;
  /** Workers leave it while one of these is forbidden. */
  readonly flags: readonly string[];
  /** Jobs with lower numbers are run first. */
  readonly priority: number;
  /** How often it is tried; default `MAX_ATTEMPTS`. */
  readonly attempts?: number;
}

/** A job in a worker's hands. */
export interface TakenJob extends QueuedJob {
  readonly flags: readonly string[];
  /** How often it may be tried, this time included: after an error it is tried again until none is left. */
  readonly attemptsLeft: number;
}

/** What workers do with a job. An error has it tried again later, unless this was the last attempt. */
export type JobWork = (job: TakenJob) => Promise<void>;

export interface JobQueueSettings {
  readonly connection: PostgresqlConnection;
  readonly logger: StoreLogger & { error(fields: object, message: string): void };
}

export interface WorkerSettings {
  readonly tasks: Readonly<Record<string, JobWork>>;
  /** How many jobs run at a time in this process. */
  readonly workers: number;
  /** The flags of which no job is to be begun now. */
  readonly forbiddenFlags: () => string[];
  /** How often waiting jobs are looked for, beside being told of new ones; in milliseconds, default five seconds. */
  readonly pollMs?: number;
}

/** The workers of this process. */
export interface Workers {
  /** Resolves when they have ended, by `stop` or by a lasting failure. */
  readonly ended: Promise<void>;
  /** Begins no further job. Waits for those that run. */
  stop(): Promise<void>;
}

/** The jobs of all organizations, which the workers of several processes take one by one. */
export interface JobQueue {
  /** The waiting and running jobs of all organizations. */
  jobs(): Promise<WaitingJob[]>;
  /** Those of one organization and these tasks, which takes no longer the more organizations there are. */
  jobsOf(organizationId: number, tasks: readonly string[]): Promise<WaitingJob[]>;
  add(job: NewJob): Promise<void>;
  /** Takes a job away; one that runs goes on, and is not run again. */
  remove(job: Pick<QueuedJob, 'task' | 'organizationId'>): Promise<void>;
  /** Gives back the jobs of killed processes. @returns the organizations whose jobs they were */
  giveBackOfKilled(): Promise<number[]>;
  /** Starts workers. */
  work(settings: WorkerSettings): Workers;
  /** Call it after the workers have stopped. */
  close(): Promise<void>;
}

/** The schema of the library's tables, in the program's database. */
export const QUEUE_SCHEMA = 'graphile_worker';
/** The first attempt and five more. */
export const MAX_ATTEMPTS = 6;
/** First key of the advisory locks by which workers show that they live; the second one is from their id. ("QBR" and "J" in ASCII.) */
const ALIVE_LOCK_CLASS = 0x51_42_52_4a;
const POLL_MS = 5_000;
const RECONNECT_MS = 1_000;

/** Connections beside those of the workers: of whoever listens, plans and looks for killed processes. */
const OTHER_CONNECTIONS = 3;
const MAX_WORKER_CONNECTIONS = 7;

/**
 * Opens the queue, and makes or updates its tables. The role needs CREATE on the database, once.
 * @throws an error of the database
 */
export async function openJobQueue({ connection, logger }: JobQueueSettings): Promise<JobQueue> {
  const pool = createPool(connection, OTHER_CONNECTIONS + MAX_WORKER_CONNECTIONS, { statementTimeoutMs: 0 });
  pool.on('error', (error) => logger.warn({ err: error }, 'An idle connection of the queue ended'));
  const common = { pgPool: pool, schema: QUEUE_SCHEMA, logger: loggerOf(logger), noHandleSignals: true };
  try {
    await runMigrations(common);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    ...statementsOn(pool),
    work: (settings) => startWorkers(settings, { connection, logger, pool, common }),
    close: () => pool.end(),
  };
}

interface WorkerParts extends JobQueueSettings {
  readonly pool: pg.Pool;
  readonly common: RunnerOptions;
}

function startWorkers(
  { tasks, workers, forbiddenFlags, pollMs = POLL_MS }: WorkerSettings,
  { connection, logger, pool, common }: WorkerParts,
): Workers {
  const alive = createSignOfLife(connection);
  const options: RunnerOptions = {
    ...common,
    concurrency: workers,
    pollInterval: pollMs,
    // Awaited before every look for a job: one of a worker that shows no life would be given to another.
    forbiddenFlags: async () => {
      await alive.shown();
      return forbiddenFlags();
    },
  };
  const workerPool = runTaskList(options, taskListOf(tasks), pool);
  alive.show(workerPool.id);
  const ended = workerPool.promise
    .catch((error: unknown) => logger.error({ err: error }, 'The workers of the queue ended'))
    .then(() => alive.end());
  return {
    ended,
    async stop() {
      // A second call would be logged as a mistake.
      if (!workerPool._shuttingDown) await workerPool.gracefulShutdown();
      await ended;
    },
  };
}

function taskListOf(tasks: WorkerSettings['tasks']): TaskList {
  const entries = Object.entries(tasks).map(([task, work]) => [
    task,
    async (payload: unknown, { job }: JobHelpers) => {
      const { organizationId, scheduledFor } = payload as { organizationId: number; scheduledFor: string };
      const queued = {
        task,
        organizationId,
        scheduledFor: new Date(scheduledFor),
        flags: Object.keys(job.flags ?? {}),
      };
      await work({ ...queued, attemptsLeft: job.max_attempts - job.attempts + 1 });
    },
  ]);
  return Object.fromEntries(entries) as TaskList;
}

function statementsOn(pool: pg.Pool): Pick<JobQueue, 'jobs' | 'jobsOf' | 'add' | 'remove' | 'giveBackOfKilled'> {
  return {
    async jobs() {
      const { rows } = await pool.query<WaitingRow>(`${JOBS} WHERE key IS NOT NULL ORDER BY id`);
      return rows.flatMap(waitingJob);
    },
    async jobsOf(organizationId, tasks) {
      const keys = tasks.map((task) => keyOf({ task, organizationId }));
      const { rows } = await pool.query<WaitingRow>(`${JOBS} WHERE key = ANY($1::text[]) ORDER BY id`, [keys]);
      return rows.flatMap(waitingJob);
    },
    async add({ task, organizationId, scheduledFor, runAt, flags, priority, attempts = MAX_ATTEMPTS }) {
      const payload = JSON.stringify({ organizationId, scheduledFor: scheduledFor.toISOString() });
      const key = keyOf({ task, organizationId });
      await pool.query(ADD, [task, payload, runAt.toISOString(), attempts, key, flags, priority]);
    },
    async remove(job) {
      await pool.query(`SELECT ${QUEUE_SCHEMA}.remove_job($1)`, [keyOf(job)]);
    },
    async giveBackOfKilled() {
      const { rows } = await pool.query<WaitingRow & { locked_by: string }>(OF_KILLED, [ALIVE_LOCK_CLASS]);
      if (rows.length === 0) return [];
      const killed = [...new Set(rows.map((row) => row.locked_by))];
      await pool.query(`SELECT ${QUEUE_SCHEMA}.force_unlock_workers($1)`, [killed]);
      return [...new Set(rows.flatMap(waitingJob).map(({ organizationId }) => organizationId))];
    },
  };
}

interface WaitingRow {
  readonly key: string | null;
  readonly run_at: Date;
  readonly flags: Readonly<Record<string, true>> | null;
  readonly is_running: boolean;
  readonly is_tried: boolean;
  readonly is_given_up: boolean;
}

const COLUMNS = `key, run_at, flags, locked_by IS NOT NULL AS is_running, attempts > 0 OR max_attempts < ${MAX_ATTEMPTS} AS is_tried,
  attempts >= max_attempts AS is_given_up, locked_by`;
const JOBS = `SELECT ${COLUMNS} FROM ${QUEUE_SCHEMA}.jobs`;
const ADD = `SELECT ${QUEUE_SCHEMA}.add_job(identifier => $1, payload => $2::json, run_at => $3::timestamptz, max_attempts => $4::int,
  job_key => $5, flags => $6::text[], priority => $7::int)`;
/** The ids of workers are `pool-` and 18 hexadecimal digits. */
const OF_KILLED = `SELECT ${COLUMNS} FROM ${QUEUE_SCHEMA}.jobs
  WHERE locked_by ~ '^pool-[0-9a-f]{18}$' AND NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = $1::int::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND objid = ('x' || substr(locked_by, 6, 8))::bit(32)::bigint::oid)`;

/** Makes a second job of the same task and organization impossible. */
function keyOf({ task, organizationId }: Pick<QueuedJob, 'task' | 'organizationId'>): string {
  return `${task}:${organizationId}`;
}

function waitingJob({ key, run_at, flags, is_running, is_tried, is_given_up }: WaitingRow): WaitingJob[] {
  const [, task, id] = /^(.+):(\d+)$/.exec(key ?? '') ?? [];
  if (task === undefined || id === undefined) return [];
  const isWaiting = !is_running;
  const state = {
    isRunning: is_running,
    isRetried: isWaiting && is_tried && !is_given_up,
    isGivenUp: isWaiting && is_given_up,
  };
  return [{ task, organizationId: Number(id), runAt: run_at, flags: Object.keys(flags ?? {}).sort(), ...state }];
}

/** A lock that lives as long as this process and its connection. */
function createSignOfLife(connection: PostgresqlConnection) {
  let lock: RunLock | null = null;
  let isEnded = false;
  let showing: Promise<void> = Promise.resolve();
  let isShown: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    isShown = resolve;
  });
  const acquire = async (key: number): Promise<void> => {
    while (!isEnded) {
      lock = await trySessionLock(connection, [ALIVE_LOCK_CLASS, key]).catch(() => null);
      if (lock) break;
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
    isShown();
    lock?.lost.addEventListener('abort', () => {
      if (!isEnded) showing = acquire(key);
    });
  };
  return {
    /** Resolves while the life of this process can be seen. */
    shown: async () => {
      await first;
      await showing;
    },
    show(poolId: string) {
      showing = acquire(Number.parseInt(poolId.slice('pool-'.length).slice(0, 8), 16) | 0);
    },
    async end() {
      isEnded = true;
      isShown();
      await showing;
      await lock?.release();
    },
  };
}

/** The library's messages in the program's log. What a job fails with is logged by whoever runs it. */
function loggerOf(logger: JobQueueSettings['logger']): Logger {
  return new Logger(() => (level, message, meta) => {
    if (meta?.['failure'] === true) return;
    if (level === 'error') logger.error({ err: meta?.['error'] }, `Queue of jobs: ${message}`);
    else if (level === 'warning') logger.warn({}, `Queue of jobs: ${message}`);
  });
}
