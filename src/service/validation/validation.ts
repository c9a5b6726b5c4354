import { RangeTooLargeError } from '#src/core/errors.ts';
import { type Month, monthAt, monthRange, type Quarter, quarterOf, refuseReversed } from '#src/core/period.ts';
import { type MonthProblem, recomputationProblems, type ValidatedMonth } from '#src/core/validation/month.ts';
import type { Recomputation } from '#src/core/validation/recomputation.ts';
import { booksOfMonths } from '#src/service/books/review.ts';
import { loadOrganization, type Report } from '#src/service/report/report.ts';
import { read } from '#src/service/scope.ts';
import { readNewestEntries } from '#src/store/collection-log.ts';
import { readFindingsOfOrSince } from '#src/store/findings.ts';
import { readTieOuts } from '#src/store/tie-outs.ts';
import { type Exercise, readExercises } from './exercises.ts';
import { recomputedQuarter, validatedMonth } from './months.ts';
import { firstNightOf, type NightlyValidation, readNights } from './nights.ts';

export type { MonthProblem, TieOut, ValidatedMonth, VendorOfMonth } from '#src/core/validation/month.ts';
export type { Night, NightProblem } from '#src/core/validation/night.ts';
export type { Difference } from '#src/core/validation/recomputation.ts';
export type { ExerciseKind } from './exercises.ts';

/** A quarter whose stored values were recomputed. */
export interface ValidatedQuarter {
  readonly quarter: Quarter;
  readonly recomputation: Recomputation;
  readonly problems: readonly MonthProblem[];
}

/** The report that an owner signs before the nightly collection is enabled. */
export interface Validation extends NightlyValidation {
  readonly organization: string;
  readonly timeZone: string;
  readonly at: Date;
  readonly from: Month;
  readonly to: Month;
  /** Every month of the range, oldest first. */
  readonly months: readonly ValidatedMonth[];
  /** The quarters of these months. */
  readonly quarters: readonly ValidatedQuarter[];
  readonly exercises: readonly Exercise[];
}

export interface ValidationRequest {
  /** The first month; by default the oldest one that has a value. */
  readonly from: Month | null;
  /** The last month; by default the running one. */
  readonly to: Month | null;
  /** When collections are due. */
  readonly cron: string;
}

/** Maximum months of a validation. */
const MAX_MONTHS = 120;

/**
 * Validates what is stored and the last nine nights. As many statements for ten years as for one month.
 * @throws InvalidPeriodRangeError, RangeTooLargeError; OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function validate(report: Report, request: ValidationRequest): Promise<Validation> {
  const { scope, data, timeZone, now } = report;
  await loadOrganization(report, { monthsWithData: true });
  const months = monthsAsked(report, request);
  const quarters = [...new Set(months.map(quarterOf))];
  await data.load({ periods: quarters });
  const { id } = scope.organization;
  const { vendorIds } = scope.database;
  const asked = { organizationId: id, timeZone, cron: request.cron, at: now, vendorIds };
  const books = await booksOfMonths(scope, months);
  return read(scope, 'metrics:read', async (reader) => {
    const entries = await readNewestEntries(reader, id, months);
    const tieOuts = await readTieOuts(reader, id, months);
    const findings = await readFindingsOfOrSince(reader, id, { months, since: firstNightOf(asked) });
    return {
      ...(await readNights(reader, asked, { findings })),
      organization: data.organization()?.name ?? '',
      ...{ timeZone, at: now, from: months[0] as Month, to: months.at(-1) as Month },
      months: months.map((month) => validatedMonth(month, { report, entries, findings, books, tieOuts })),
      quarters: quarters.map((quarter) => {
        const recomputation = recomputedQuarter(quarter, report);
        return { quarter, recomputation, problems: recomputationProblems(recomputation) };
      }),
      exercises: await readExercises(reader, id),
    };
  });
}

function monthsAsked({ data, timeZone, now }: Report, request: ValidationRequest): Month[] {
  const to = request.to ?? monthAt(now, timeZone);
  const from = request.from ?? data.monthsWithData()[0] ?? to;
  refuseReversed({ from, to });
  const months = monthRange(from, to);
  if (months.length <= MAX_MONTHS) return months;
  throw new RangeTooLargeError(`A validation has at most ${MAX_MONTHS} months, not ${months.length}`, { field: 'to' });
}
