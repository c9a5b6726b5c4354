import type { PlainCell } from '#src/files/workbook-writer.ts';
import type { Report } from '#src/service/report/report.ts';
import { readCached } from '#src/service/scope.ts';
import { readChangesOf, type StoredValueChange } from '#src/store/value-history.ts';
import { monthsOfYear } from './review-year.ts';

/** The changes of a year's values, newest first. */
export interface YearHistory {
  /** A row of plain cells each: a year can have thousands. */
  readonly changes: readonly (readonly PlainCell[])[];
  readonly isComplete: boolean;
  /** ID of the newest change; 0 if there is none. Every later change has a higher one. */
  readonly revision: number;
}

const MAX_CHANGES = 20_000;
const PAGE = 1_000;

/** The newest changes of the year's values. @throws InvalidPeriodError for anything but a year; UnauthenticatedError, ForbiddenError */
export async function yearHistory({ scope }: Report, year: string): Promise<YearHistory> {
  const months = monthsOfYear(year);
  return readCached(scope, 'metrics:read', async ({ query }) => {
    const changes: PlainCell[][] = [];
    let [revision, olderThan]: [number, number | null] = [0, null];
    for (;;) {
      const page = await readChangesOf(query, scope.organization.id, { months, limit: PAGE, olderThan });
      revision ||= page[0]?.id ?? 0;
      olderThan = page.at(-1)?.id ?? null;
      changes.push(...page.map(changeRow));
      if (page.length < PAGE) return { changes, isComplete: true, revision };
      if (changes.length > MAX_CHANGES) return { changes: changes.slice(0, MAX_CHANGES), isComplete: false, revision };
    }
  });
}

function changeRow(change: StoredValueChange): PlainCell[] {
  const { month, metric, oldValue, newValue, oldSource, newSource, cause, actor, reason, changedAt } = change;
  return [
    ...[month, metric, oldValue?.toNumber() ?? null, newValue?.toNumber() ?? null],
    ...[oldSource ?? '', newSource ?? '', cause, actor, reason ?? '', changedAt],
  ];
}
