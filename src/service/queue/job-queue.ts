// The queue of PostgreSQL for the jobs of many organizations. Loaded only where there is one: it brings a library of its own.

export {
  type JobQueue,
  type JobWork,
  openJobQueue,
  type QueuedJob,
  type TakenJob,
  type WaitingJob,
  type Workers,
} from '#src/store/engine/job-queue.ts';
