import { z } from 'zod';
import { DRILL_STEPS, type Drill } from '#src/store/backup-drills.ts';

const result = z.object({
  startedAt: z.coerce.date(),
  endedAt: z.coerce.date(),
  fileName: z.string(),
  backup: z.object({ bytes: z.number(), rows: z.number(), digest: z.string() }).nullable(),
  failure: z.object({ step: z.enum(DRILL_STEPS), problem: z.string() }).nullable(),
  host: z.string(),
});

/** A drill as JSON has it. */
export function drillJson({ startedAt, endedAt, fileName, backup, failure, host }: Drill) {
  return { startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), fileName, backup, failure, host };
}

/** Parses what `drillJson` wrote. */
export function parseDrill(text: string): Drill {
  return result.parse(JSON.parse(text));
}
