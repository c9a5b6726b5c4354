import type { Month } from '#src/core/period.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';

/** The progress of a run with one vendor. */
export interface CollectionProgress {
  readonly runId: number | null;
  readonly vendor: CollectedVendor;
  readonly phase: 'reading' | 'storing' | 'ended';
  /** Steps of reading; `total` may grow. */
  readonly done: number;
  readonly total: number;
}

/** The plan of a run, in order of vendors. */
export interface RunPlan {
  readonly vendors: readonly CollectedVendor[];
  readonly months: readonly Month[];
}

/** A run in progress in this process. */
export interface ActiveRun extends RunPlan {
  /** The current vendor; null between two vendors. */
  readonly current: {
    readonly vendor: CollectedVendor;
    readonly phase: 'reading' | 'storing';
    /** Steps of reading; `total` may grow. */
    readonly done: number;
    readonly total: number;
  } | null;
}

/**
 * The current activity of this process's runs. Their results, and the runs of other processes, are in the database.
 */
export interface RunActivity {
  begin(runId: number, plan: RunPlan): void;
  report(progress: CollectionProgress): void;
  /** Call after the end of the run is recorded. */
  end(runId: number): void;
  /** Null for a run that is not in progress in this process. */
  of(runId: number): ActiveRun | null;
  /** Calls `listener` after each change; the result unsubscribes. */
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
      // A dry run has no id and cannot be followed.
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
      // Keeps the reading steps.
      return { done, total, ...before, vendor, phase };
    case 'ended':
      return null;
  }
}
