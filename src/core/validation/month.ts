import type { Month, PeriodStatus } from '#src/core/period.ts';
import { counted, shortened } from '#src/core/words.ts';
import type { Recomputation } from './recomputation.ts';

/** Why a month is not verified. */
export type MonthProblemKind =
  /** No collection has read a vendor, whose values are absent. */
  | 'vendor_missing'
  /** Inputs are missing. */
  | 'inputs_missing'
  /** Findings are not acknowledged. */
  | 'findings_open'
  /** Net profit does not tie to the books. */
  | 'tie_out_differs'
  /** Stored values differ from those recomputed by the second path. */
  | 'recomputation_differs';

export interface MonthProblem {
  readonly kind: MonthProblemKind;
  readonly message: string;
}

/** How a vendor's values of a month were collected. */
export interface VendorOfMonth {
  /** Its key and display name. */
  readonly key: string;
  readonly name: string;
  /** The collection that last stored or confirmed them; null if none has. */
  readonly runId: number | null;
  readonly collectedAt: Date | null;
  /** How many values that was. */
  readonly values: number;
  /** Labels of its values of the review that are absent. */
  readonly absent: readonly string[];
  /** `collected`, `entered by hand`, or why not, in words. */
  readonly state: string;
}

/** Whether a month ties out, by what it was compared with. */
export interface TieOut {
  readonly state: 'ties' | 'differs' | 'not checked';
  /** Why it was not checked, or by how much it differs; null where it ties. */
  readonly reason: string | null;
}

/** The findings of a month by what happened to them. */
export interface FindingCounts {
  readonly open: number;
  readonly acknowledged: number;
  readonly resolved: number;
}

export interface ValidatedMonth {
  readonly month: Month;
  readonly status: PeriodStatus;
  readonly vendors: readonly VendorOfMonth[];
  /** Labels of missing inputs. */
  readonly missing: readonly string[];
  readonly findings: FindingCounts;
  /** Messages of the open ones. */
  readonly openFindings: readonly string[];
  /** Net profit beside Net Income of the books. */
  readonly booksTieOut: TieOut;
  /** The stored values beside what the vendors say now. */
  readonly vendorTieOut: TieOut;
  readonly recomputation: Recomputation;
  readonly problems: readonly MonthProblem[];
  /** A month that has ended and has no problem. */
  readonly isVerified: boolean;
}

/**
 * Judges a month. Of a running or future one only its calculations are judged: the rest is not complete before its end.
 * @param tieOuts those whose differences are problems; a difference that findings name is acknowledged there
 */
export function judgeMonth(
  month: Omit<ValidatedMonth, 'problems' | 'isVerified'>,
  tieOuts: readonly TieOut[] = [month.booksTieOut, month.vendorTieOut],
): ValidatedMonth {
  const hasEnded = month.status === 'ENDED' || month.status === 'CLOSED';
  const problems = [...(hasEnded ? incompleteness(month, tieOuts) : []), ...recomputationProblems(month.recomputation)];
  return { ...month, problems, isVerified: hasEnded && problems.length === 0 };
}

function incompleteness(
  month: Omit<ValidatedMonth, 'problems' | 'isVerified'>,
  tieOuts: readonly TieOut[],
): MonthProblem[] {
  const { vendors, missing, openFindings } = month;
  const uncollected = vendors.filter(({ runId, absent }) => runId === null && absent.length > 0);
  const differing = tieOuts.filter(({ state }) => state === 'differs');
  return [
    ...uncollected.map(({ name, state, absent }): MonthProblem => {
      return { kind: 'vendor_missing', message: `${name}: ${state}; absent: ${shortened(absent)}.` };
    }),
    ...(missing.length === 0 ? [] : [problem('inputs_missing', `Missing: ${shortened(missing, ', ', 12)}.`)]),
    ...(openFindings.length === 0
      ? []
      : [
          problem(
            'findings_open',
            `${counted(openFindings.length, 'finding')} not acknowledged: ${shortened(openFindings, '; ', 3)}.`,
          ),
        ]),
    ...differing.map(({ reason }) => problem('tie_out_differs', `${reason ?? ''}.`)),
  ];
}

/** What the second path says of a month or quarter. */
export function recomputationProblems({ differences }: Recomputation): MonthProblem[] {
  if (differences.length === 0) return [];
  const each = differences.map(
    ({ label, stored, derived }) =>
      `${label} is stored as ${stored ?? 'absent'} and recomputed as ${derived ?? 'absent'}`,
  );
  return [problem('recomputation_differs', `${shortened(each, '; ', 3)}.`)];
}

function problem(kind: MonthProblemKind, message: string): MonthProblem {
  return { kind, message };
}
