import type { Reader } from '#src/store/engine/database.ts';
import type { BackupDrill } from '#src/store/generated/prisma/client.ts';

/** The steps of a drill, of which one may fail. */
export const DRILL_STEPS = ['backup', 'restore', 'checks'] as const;
export type DrillStep = (typeof DRILL_STEPS)[number];

/** A drill of the backup: a backup was made, restored elsewhere and checked. */
export interface Drill {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Of the backup, without folders. */
  readonly fileName: string;
  /** What was backed up; null where no backup was made. */
  readonly backup: { readonly bytes: number; readonly rows: number; readonly digest: string } | null;
  /** Why it did not pass; null where it passed. */
  readonly failure: { readonly step: DrillStep; readonly problem: string } | null;
  /** The machine that it ran on. */
  readonly host: string;
}

/** A stored drill. */
export interface StoredDrill extends Drill {
  readonly id: number;
}

const MAX_PROBLEM_CHARACTERS = 1_000;

/** Stores a drill. */
export async function insertDrill(
  reader: Reader,
  organizationId: number,
  { startedAt, endedAt, fileName, backup, failure, host }: Drill,
): Promise<void> {
  await reader.backupDrill.create({
    data: {
      ...{ organizationId, startedAt, endedAt, fileName, host },
      fileBytes: backup?.bytes ?? null,
      rowCount: backup?.rows ?? null,
      digest: backup?.digest ?? null,
      failedStep: failure?.step ?? null,
      problem: failure?.problem.slice(0, MAX_PROBLEM_CHARACTERS) ?? null,
    },
  });
}

/** The newest drill, of those that passed only with `passed`; null without one. */
export async function findNewestDrill(
  reader: Reader,
  organizationId: number,
  { passed }: { readonly passed?: true } = {},
): Promise<StoredDrill | null> {
  const row = await reader.backupDrill.findFirst({
    where: { organizationId, ...(passed && { problem: null }) },
    orderBy: { id: 'desc' },
  });
  return row && storedDrill(row);
}

function storedDrill({ id, startedAt, endedAt, fileName, host, ...row }: BackupDrill): StoredDrill {
  const { fileBytes, rowCount, digest, failedStep, problem } = row;
  return {
    ...{ id, startedAt, endedAt, fileName, host },
    backup:
      fileBytes === null || rowCount === null || digest === null
        ? null
        : { bytes: Number(fileBytes), rows: Number(rowCount), digest },
    failure: failedStep === null || problem === null ? null : { step: failedStep as DrillStep, problem },
  };
}
