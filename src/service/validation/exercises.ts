import type { AuditAction } from '#src/core/audit-action.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { readLastExercises } from '#src/store/audit.ts';
import type { Reader } from '#src/store/engine/database.ts';

/** What a person tries before the nightly collection is trusted. */
export const EXERCISES = {
  entry: 'Manual entry',
  override: 'Override of a collected or calculated value',
  release: 'Release',
  recollection: 'Re-collection that overwrites frozen values',
} as const satisfies Record<string, string>;
export type ExerciseKind = keyof typeof EXERCISES;

/** When something was last exercised, from the audit trail. */
export interface Exercise {
  readonly kind: ExerciseKind;
  /** Null if it never was. */
  readonly at: Date | null;
  readonly by: string | null;
  /** The number of the audit entry. */
  readonly auditId: number | null;
}

const keysOf = (isEntered: boolean) =>
  METRICS.filter(({ source }) => (source === 'manual') === isEntered).map(({ key }) => key);

interface Filter {
  readonly actions: readonly AuditAction[];
  readonly metrics: readonly string[] | null;
}
const FILTERS: Readonly<Record<ExerciseKind, Filter>> = {
  entry: { actions: ['metrics.entered'], metrics: keysOf(true) },
  override: { actions: ['metrics.entered'], metrics: keysOf(false) },
  release: { actions: ['metrics.released'], metrics: null },
  recollection: { actions: ['collection.overwrote'], metrics: null },
};

/** When each of them was last exercised. One statement. */
export async function readExercises(reader: Reader, organizationId: number): Promise<Exercise[]> {
  const filters = Object.entries(FILTERS).map(([name, filter]) => ({ name, ...filter }));
  const entries = await readLastExercises(reader, organizationId, filters);
  return (Object.keys(EXERCISES) as ExerciseKind[]).map((kind) => {
    const entry = entries.find(({ name }) => name === kind);
    return { kind, at: entry?.at ?? null, by: entry?.actor ?? null, auditId: entry?.id ?? null };
  });
}
