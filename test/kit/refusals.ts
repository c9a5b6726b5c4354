import { createRefusals, type RefusalSettings, type Refusals } from '#src/auth/refusals.ts';
import type { Database } from '#src/store/engine/database.ts';

const created = new WeakMap<Database, Refusals[]>();

/** Refusals over a database that other suites use afterwards: none is recorded once it has been given back. */
export function refusalsOver(settings: RefusalSettings): Refusals {
  const refusals = createRefusals(settings);
  created.set(settings.database, [...(created.get(settings.database) ?? []), refusals]);
  return refusals;
}

/** Records what the refusals over a database have counted, instead of up to a minute later. */
export async function flushRefusals(database: Database): Promise<void> {
  for (const refusals of created.get(database) ?? []) await refusals.flush();
  created.delete(database);
}
