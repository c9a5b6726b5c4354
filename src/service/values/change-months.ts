import type { Permission } from '#src/auth/permissions.ts';
import {
  type ChangeOutcome,
  type ChangeSet,
  type Intent,
  type LockedMonths,
  outcomeOf,
  planChange,
} from '#src/core/change-set.ts';
import { InvalidPeriodError, PeriodClosedError } from '#src/core/errors.ts';
import type { ChangeCause } from '#src/core/metrics/stored-value.ts';
import { type Month, monthAt, parseMonth, periodLabel } from '#src/core/period.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { type AuditNote, type Scope, write } from '#src/service/scope.ts';
import { applyChangeSet } from '#src/store/apply-change-set.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { readLockedMonths } from '#src/store/locked-months.ts';

/** Which months a verb may change, and what it needs to know to decide. */
export interface MonthAct<Loaded> {
  readonly permission: Permission;
  /** Undefined where the input names no month that can be changed: then only the problems of the input are reported. */
  readonly months: readonly Month[] | undefined | ((reader: Reader) => Promise<readonly Month[]>);
  /** What is wrong with the input; more is added while deciding, and all is thrown before anything is written. */
  readonly problems?: InputProblems;
  /** What the decision needs besides the months' values. */
  readonly load?: (reader: Reader) => Promise<Loaded>;
  /** Plans the change and applies nothing. */
  readonly preview?: boolean;
}

/** What a verb wants to change, and what it says of it. */
export interface Decision<Result> {
  readonly intent: Intent;
  readonly cause: Pick<ChangeCause, 'cause'> & Partial<Pick<ChangeCause, 'reason' | 'runId'>>;
  /** Null where nothing is worth an entry. */
  readonly audit: ((outcome: ChangeOutcome) => AuditNote) | null;
  /** What the verb stores beside the change set, in the same transaction. */
  readonly record?: (tx: Transaction, outcome: ChangeOutcome) => Promise<void>;
  readonly result: Result;
}

/** What was changed, or with `preview` would be. */
export interface Changed<Result> {
  readonly changeSet: ChangeSet;
  readonly outcome: ChangeOutcome;
  readonly result: Result;
}

/**
 * Changes values of months through the door for writes: locks and reads them, has `decide` say what is intended, plans
 * everything that follows from it (`core/change-set`), and applies that.
 * @param decide pure: what it reads is in its parameters
 * @throws what `write` throws; the problems of the input together; PeriodClosedError, InvalidValueError of the plan
 */
export function changeMonths<Result, Loaded = undefined>(
  scope: Scope,
  act: MonthAct<Loaded>,
  decide: (locked: LockedMonths, loaded: Loaded) => Decision<Result>,
): Promise<Changed<Result>> {
  const { permission, problems = createInputProblems(scope.faults) } = act;
  return write(scope, { permission, problems }, async (tx) => {
    const months = typeof act.months === 'function' ? await act.months(tx) : act.months;
    if (months === undefined) throw problems.error() ?? new RangeError('No month to change');
    const locked = await readLockedMonths(tx, scope.organization.id, months);
    const loaded = (await act.load?.(tx)) as Loaded;
    const decision = decide(locked, loaded);
    problems.throwAll();
    const { intent, audit, record, result } = decision;
    const cause = { reason: null, runId: null, ...decision.cause, actor: scope.actor, at: scope.at };
    const changeSet = planChange(locked, intent, cause);
    const outcome = outcomeOf(changeSet);
    const changed = { changeSet, outcome, result };
    if (act.preview) return { result: changed, audit: [] };
    await applyChangeSet(tx, changeSet);
    await record?.(tx, outcome);
    return { result: changed, audit: audit ? [audit(outcome)] : [] };
  });
}

/** @throws InvalidPeriodError for anything but a month that has begun */
export function writableMonth({ at, organization }: Pick<Scope, 'at' | 'organization'>, period: string): Month {
  const month = parseMonth(period);
  const running = monthAt(at, organization.timeZone);
  if (month <= running) return month;
  const message = `${periodLabel(month)} has not begun; values are accepted up to ${periodLabel(running)}`;
  throw new InvalidPeriodError(message, { field: 'period' });
}

/** @throws PeriodClosedError where the month is closed */
export function requireOpen({ closed, organizationId }: LockedMonths, month: Month): void {
  if (closed.has(month)) throw new PeriodClosedError(month, organizationId);
}
