import type { Month } from '#src/core/period.ts';
import { isMonth, monthAt, periodLabel } from '#src/core/period.ts';
import { counted, listed, shortened } from '#src/core/words.ts';

/** How many good nights in a row a validation needs. */
export const NEEDED_NIGHTS = 9;
/** A collection that starts within this time of the scheduled one is on time, whatever starts it. */
export const ON_TIME_WITHIN_MS = 60 * 60 * 1_000;

/** Why a night is not good. */
export type NightProblemKind =
  /** No collection ran at its time. */
  | 'not_run'
  /** A collection failed, for a vendor or as a whole. */
  | 'failed'
  /** A vendor was not collected. */
  | 'vendor_missing'
  /** Nothing of the running month changed. */
  | 'running_month_still'
  /** A collection changed an earlier month. */
  | 'earlier_month_moved'
  /** Findings of the night were not looked at. */
  | 'findings_open';

export interface NightProblem {
  readonly kind: NightProblemKind;
  readonly message: string;
}

/** A collection of the vendors. */
export interface NightRun {
  readonly id: number;
  readonly startedAt: Date;
  readonly hasEnded: boolean;
  readonly isInterrupted: boolean;
  /** Display names of vendors, and why they failed; null for those that did not. */
  readonly vendors: ReadonlyMap<string, string | null>;
}

/** A value that a collection changed. */
export interface NightMove {
  readonly month: Month;
  /** Display name of the metric. */
  readonly label: string;
  readonly changedAt: Date;
  readonly runId: number | null;
  /** As displayed; null where there was no value. */
  readonly before: string | null;
  readonly after: string;
  /** Why a frozen value was overwritten; null where that was not asked for. */
  readonly reason: string | null;
  /** It may change an ended month: by the collection that froze the month, for a released value, or by the books. */
  readonly isExpected: boolean;
}

/** What is known of a night: everything from its scheduled time until the next one. */
export interface NightFacts {
  /** The local date of its scheduled time, `YYYY-MM-DD`. */
  readonly date: string;
  readonly scheduledFor: Date;
  readonly timeZone: string;
  /** Oldest first. */
  readonly runs: readonly NightRun[];
  readonly moves: readonly NightMove[];
  /** Messages of its findings that nobody has acknowledged and that still hold. */
  readonly openFindings: readonly string[];
  /** Display names of the vendors that each night has to collect. */
  readonly vendors: readonly string[];
}

/** A judged night. */
export interface Night extends Pick<NightFacts, 'date' | 'scheduledFor'> {
  /** The collection at its time; null if there was none. */
  readonly runId: number | null;
  readonly startedAt: Date | null;
  readonly problems: readonly NightProblem[];
  /** What was seen and is no problem, in sentences. */
  readonly notes: readonly string[];
  readonly isGood: boolean;
}

/** Judges a night. */
export function judgeNight(facts: NightFacts): Night {
  const onTime = facts.runs.filter((run) => isOnTime(facts, run));
  const [first = null] = onTime;
  const running = runningMonth(facts);
  const problems = [
    ...(first ? [] : [notRun(facts)]),
    ...facts.runs.flatMap(failuresOf),
    ...missingVendors(facts, onTime),
    ...(first && running.problem ? [running.problem] : []),
    ...earlierMoves(facts),
    ...openFindings(facts),
  ];
  return {
    date: facts.date,
    scheduledFor: facts.scheduledFor,
    runId: first?.id ?? null,
    startedAt: first?.startedAt ?? null,
    problems,
    notes: [...running.notes, ...expectedMoves(facts)],
    isGood: problems.length === 0,
  };
}

/** How many of the newest nights are good without a bad one between. @param nights oldest first */
export function goodInARow(nights: readonly Night[]): number {
  const newestFirst = [...nights].reverse();
  const bad = newestFirst.findIndex(({ isGood }) => !isGood);
  return bad === -1 ? newestFirst.length : bad;
}

function isOnTime({ scheduledFor }: NightFacts, { startedAt }: NightRun): boolean {
  const lateMs = startedAt.getTime() - scheduledFor.getTime();
  return lateMs >= 0 && lateMs <= ON_TIME_WITHIN_MS;
}

function notRun({ scheduledFor, runs }: NightFacts): NightProblem {
  const [late] = runs;
  const instead = late ? `; collection ${late.id} started ${lateness(scheduledFor, late.startedAt)} late` : '';
  return { kind: 'not_run', message: `No collection started at its time${instead}.` };
}

/** `61 minutes`, from two hours on `22 hours`. */
function lateness(scheduledFor: Date, startedAt: Date): string {
  const minutes = Math.round((startedAt.getTime() - scheduledFor.getTime()) / 60_000);
  return minutes < 120 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour');
}

function failuresOf({ id, hasEnded, isInterrupted, vendors }: NightRun): NightProblem[] {
  const failed = [...vendors].filter(([, message]) => message !== null);
  const of = failed.map(([vendor, message]): NightProblem => {
    return { kind: 'failed', message: `Collection ${id} collected nothing from ${vendor}: ${ended(message ?? '')}` };
  });
  if (of.length > 0) return of;
  if (isInterrupted) return [{ kind: 'failed', message: `Collection ${id} was interrupted.` }];
  return hasEnded ? [] : [{ kind: 'failed', message: `Collection ${id} has not ended.` }];
}

/** A sentence with its end. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function missingVendors({ vendors }: NightFacts, onTime: readonly NightRun[]): NightProblem[] {
  if (onTime.length === 0) return [];
  const missing = vendors.filter((vendor) => !onTime.some((run) => run.vendors.has(vendor)));
  return missing.map((vendor) => ({ kind: 'vendor_missing', message: `${vendor} was not collected.` }));
}

/** On a weekend nobody may have worked. */
function runningMonth({ date, scheduledFor, timeZone, moves }: NightFacts): {
  readonly problem: NightProblem | null;
  readonly notes: readonly string[];
} {
  const moved = moves.filter(({ month, changedAt }) => month === monthAt(changedAt, timeZone));
  const label = periodLabel(monthAt(scheduledFor, timeZone));
  if (moved.length > 0) return { problem: null, notes: [`${counted(moved.length, 'value')} of ${label} changed.`] };
  const message = `Nothing of ${label} changed.`;
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  const isWeekend = day === 0 || day === 6;
  if (isWeekend) return { problem: null, notes: [`${message.slice(0, -1)}, on a weekend.`] };
  return { problem: { kind: 'running_month_still', message }, notes: [] };
}

/** A value that appears where none was moves nothing. */
function movesOfEarlier({ moves, timeZone }: NightFacts): NightMove[] {
  return moves.filter(({ month, changedAt, before }) => before !== null && month < monthAt(changedAt, timeZone));
}

function earlierMoves(facts: NightFacts): NightProblem[] {
  const moved = movesOfEarlier(facts).filter(({ isExpected }) => !isExpected);
  return byMonth(moved).map(([month, own]) => {
    const values = own.map(({ label, before, after }) => `${label} ${before} → ${after}`);
    const reasons = [...new Set(own.flatMap(({ reason }) => reason ?? []))];
    const why = reasons.length === 0 ? '' : ` (forced: ${reasons.join('; ')})`;
    return { kind: 'earlier_month_moved', message: `${periodLabel(month)} moved: ${shortened(values)}${why}.` };
  });
}

function expectedMoves(facts: NightFacts): string[] {
  const months = byMonth(movesOfEarlier(facts).filter(({ isExpected }) => isExpected)).map(([month]) =>
    periodLabel(month),
  );
  return months.length === 0
    ? []
    : [`${listed(months)} changed as expected: before being frozen, after a release, or with the books.`];
}

function byMonth(moves: readonly NightMove[]): [Month, NightMove[]][] {
  const months = [...new Set(moves.map(({ month }) => month))].filter(isMonth).sort();
  return months.map((month) => [month, moves.filter((move) => move.month === month)]);
}

function openFindings({ openFindings: messages }: NightFacts): NightProblem[] {
  if (messages.length === 0) return [];
  const found = counted(messages.length, 'finding');
  return [{ kind: 'findings_open', message: `${found} not acknowledged: ${ended(shortened(messages, '; ', 3))}` }];
}
