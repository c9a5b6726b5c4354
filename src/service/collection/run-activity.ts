import type { Month } from '#src/core/period.ts';
import type { CollectedVendor } from './vendor-reader.ts';

/** A step of a run: what it does for one vendor, and how far. */
export interface CollectionProgress {
  readonly runId: number | null;
  readonly vendor: CollectedVendor;
  readonly phase: 'reading' | 'storing' | 'ended';
  /** Steps of reading; `total` may grow. */
  readonly done: number;
  readonly total: number;
}

/** What a run is going to collect, one vendor after the other. */
export interface RunPlan {
  readonly vendors: readonly CollectedVendor[];
  readonly months: readonly Month[];
}

/** A run that this process is in the middle of. */
export interface ActiveRun extends RunPlan {
  /** The vendor in hand; null between two of them. */
  readonly current: {
    readonly vendor: CollectedVendor;
    readonly phase: 'reading' | 'storing';
    /** Steps of reading; `total` may grow. */
    readonly done: number;
    readonly total: number;
  } | null;
}

/**
 * What this process's runs are doing at this moment. What they have done is in their records, which alone notify of the runs
 * of other processes.
 */
export interface RunActivity {
  begin(runId: number, plan: RunPlan): void;
  report(progress: CollectionProgress): void;
  /** Call once the end of the run is recorded. */
  end(runId: number): void;
  /** Null for a run that is not under way in this process. */
  of(runId: number): ActiveRun | null;
  /** Calls `listener` after each change; the result ends that. */
  subscribe(listener: () => void): () => void;
}

export function createRunActivity(): RunActivity {
  const runs = new Map<number, ActiveRun>();
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    begin(runId, plan) {
      runs.set(runId, { ...plan, current: null });
      notify();
    },
    report({ runId, ...progress }) {
      // A dry run has no number, and nobody follows it.
      const run = runId === null ? undefined : runs.get(runId);
      if (runId === null || !run) return;
      runs.set(runId, { ...run, current: currentAfter(run.current, progress) });
      notify();
    },
    end(runId) {
      runs.delete(runId);
      notify();
    },
    of: (runId) => runs.get(runId) ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function currentAfter(
  before: ActiveRun['current'],
  { vendor, phase, done, total }: Omit<CollectionProgress, 'runId'>,
): ActiveRun['current'] {
  switch (phase) {
    case 'reading':
      return { vendor, phase, done, total };
    case 'storing':
      // What was read stays read.
      return { done, total, ...before, vendor, phase };
    case 'ended':
      return null;
  }
}
