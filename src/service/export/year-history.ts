import type { Report } from '#src/service/report/report.ts';
import { read } from '#src/service/scope.ts';
import { readChangesOf, type StoredValueChange } from '#src/store/value-history.ts';
import { monthsOfYear } from './review-year.ts';

/** The changes of some months' values, newest first. */
export interface YearHistory {
  readonly changes: readonly StoredValueChange[];
  readonly isComplete: boolean;
}

const MAX_CHANGES = 20_000;

/** The newest changes of the year's values. @throws InvalidPeriodError for anything but a year; UnauthenticatedError, ForbiddenError */
export async function yearHistory({ scope }: Report, year: string): Promise<YearHistory> {
  const months = monthsOfYear(year);
  const changes = await read(scope, 'metrics:read', (reader) =>
    readChangesOf(reader, scope.organization.id, { months, limit: MAX_CHANGES + 1 }),
  );
  return { changes: changes.slice(0, MAX_CHANGES), isComplete: changes.length <= MAX_CHANGES };
}
