import { InvalidPeriodError, type PresentationGap, PresentationGapsError } from '#src/core/errors.ts';
import { monthAt, monthsOf, type Period, parsePeriod, periodLabel } from '#src/core/period.ts';
import { canonicalDigest, canonicalValue } from '#src/service/canonical-json.ts';
import { MAX_NAME_CHARACTERS } from '#src/service/limits.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import { createReport, loadOrganization, type Report } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { type Scope, write } from '#src/service/scope.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { transactionQuery } from '#src/store/engine/text-query.ts';
import { insertPresentation, nextPresentation, type StoredPresentation } from '#src/store/presentations.ts';
import { contentOf, findingsOf, missingIn } from './content.ts';
import type { PresentationSettings } from './state.ts';

/** What is to be presented. */
export interface PresentRequest {
  /** A month or a quarter. */
  readonly period: string;
  readonly note?: string | null | undefined;
  /** Confirms that inputs are missing and findings not acknowledged. */
  readonly acceptGaps?: boolean | null | undefined;
}

/**
 * Presents a month or quarter: freezes a copy of everything that is shown of it, as its next version. The copy is of one moment, because
 * the organization is locked against writers.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError for a malformed period and one that has
 *   not ended; InvalidValueError for a note that cannot be stored; PresentationGapsError where inputs are missing or findings not
 *   acknowledged, unless that is accepted; InvalidInputError for several of these
 */
export function presentPeriod(
  scope: Scope,
  { period: text, note, acceptGaps }: PresentRequest,
  settings: PresentationSettings,
): Promise<StoredPresentation> {
  const problems = createInputProblems(scope.faults);
  const period = problems.try(() => endedPeriod(scope, text)) as Period;
  const kept = note?.trim() || null;
  problems.try(() => checkNote(kept, 'note'));
  return write(scope, { permission: 'periods:present', problems }, async (tx) => {
    problems.throwAll();
    const report = reportWithin(scope, tx);
    const gaps = await gapsOf(report, period);
    if (gaps.length > 0 && !acceptGaps) throw new PresentationGapsError(periodLabel(period), gaps);
    const presentedBy = scope.actor.slice(0, MAX_NAME_CHARACTERS);
    const place = await nextPresentation(tx, scope.organization.id, period);
    const presented = { ...place, presentedAt: scope.at.toISOString(), presentedBy, note: kept };
    const content = canonicalValue(await contentOf(report, period, { presented, settings }));
    const digest = canonicalDigest(content);
    const { version, previousDigest } = place;
    const row = {
      period,
      version,
      presentedAt: scope.at,
      presentedBy,
      note: kept,
      digest,
      previousDigest,
    };
    await insertPresentation(tx, scope.organization.id, { ...row, content });
    const detail = { period, version, digest, gaps: gaps.length, ...(kept !== null && { note: kept }) };
    return { result: row, audit: [{ action: 'period.presented', detail }] };
  });
}

/** @throws InvalidPeriodError for a period that is not over */
function endedPeriod({ at, organization }: Scope, text: string): Period {
  const period = parsePeriod(text);
  if ((monthsOf(period).at(-1) ?? '') < monthAt(at, organization.timeZone)) return period;
  const message = `${periodLabel(period)} has not ended; only a period that is over can be presented`;
  throw new InvalidPeriodError(message, { field: 'period' });
}

/** A report that reads on the transaction's connection: on the embedded database there is no other. */
function reportWithin(scope: Scope, tx: Transaction): Report {
  const query = transactionQuery(tx);
  // Nothing that is read here is a client of its own.
  const database = { ...scope.database, prisma: tx as Scope['database']['prisma'], query };
  const createCache: Scope['database']['createCache'] = () => ({
    get: () => undefined,
    begin: () => () => false,
    clear: () => undefined,
  });
  return createReport({ ...scope, database }, createSnapshots({ query, createCache }));
}

/** The missing inputs and open findings of a period. Loads it. @throws OrganizationNotFoundError */
export async function gapsOf(report: Report, period: Period): Promise<PresentationGap[]> {
  await loadOrganization(report, { periods: [period] });
  const findings = findingsOf(report, period);
  return [
    ...missingIn(report, period).map(({ month, key, label }): PresentationGap => {
      return { kind: 'missing_input', period: month, metric: key, message: `${label} of ${periodLabel(month)}` };
    }),
    ...findings
      .filter(({ acknowledgedAt }) => acknowledgedAt === null)
      .map(({ month, metric, message }): PresentationGap => {
        return { kind: 'open_finding', period: month, metric, message };
      }),
  ];
}
