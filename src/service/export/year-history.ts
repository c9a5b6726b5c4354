import type { Month } from '#src/core/period.ts';
import type { Report } from '#src/service/report/report.ts';
import { read } from '#src/service/scope.ts';
import { readChangesOf, type StoredValueChange } from '#src/store/value-history.ts';

/** The changes of some months' values, newest first. */
export interface YearHistory {
  readonly changes: readonly StoredValueChange[];
  readonly isComplete: boolean;
}

const MAX_CHANGES = 20_000;

/** The newest changes of the months. @throws UnauthenticatedError, ForbiddenError */
export async function yearHistory({ scope }: Report, months: readonly Month[]): Promise<YearHistory> {
  const changes = await read(scope, 'metrics:read', (reader) =>
    readChangesOf(reader, scope.organization.id, { months, limit: MAX_CHANGES + 1 }),
  );
  return { changes: changes.slice(0, MAX_CHANGES), isComplete: changes.length <= MAX_CHANGES };
}
