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
import { type AuditNote, type Scope, type Written, write } from '#src/service/scope.ts';
import { applyChangeSet } from '#src/store/apply-change-set.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { readLockedMonths } from '#src/store/locked-months.ts';

/** The months that a verb may change, and the data for its decision. */
export interface MonthAct<Loaded> {
  readonly permission: Permission;
  /** Undefined if the input has no valid month: then only the problems of the input are thrown. */
  readonly months: readonly Month[] | undefined | ((reader: Reader) => Promise<readonly Month[]>);
  /** Problems of the input; `decide` may add more, and all are thrown before anything is written. */
  readonly problems?: InputProblems;
  /** Loads further data for the decision. */
  readonly load?: (reader: Reader) => Promise<Loaded>;
  /** Plans the change and applies nothing. */
  readonly preview?: boolean;
}

/** The intended change of a verb, with its cause and audit entry. */
export interface Decision<Result> {
  readonly intent: Intent;
  readonly cause: Pick<ChangeCause, 'cause'> & Partial<Pick<ChangeCause, 'reason' | 'runId'>>;
  /** Null for no audit entry. */
  readonly audit: ((outcome: ChangeOutcome) => AuditNote) | null;
  /** Looks at the whole plan before it is applied; what it throws refuses the change, and nothing is written. */
  readonly check?: (changeSet: ChangeSet) => void;
  /** Writes further rows in the same transaction. */
  readonly record?: (tx: Transaction, outcome: ChangeOutcome) => Promise<void>;
  readonly result: Result;
}

/** The change that was made or, with `preview`, would be made. */
export interface Changed<Result> {
  readonly changeSet: ChangeSet;
  readonly outcome: ChangeOutcome;
  readonly result: Result;
}

/**
 * Changes monthly values through `write`: locks and reads the months, calls `decide` for the intended change, plans everything
 * that follows from it (`core/change-set.ts`), and applies the plan.
 * @param decide pure
 * @throws what `write` throws; the problems of the input together; PeriodClosedError, InvalidValueError of the plan
 */
export function changeMonths<Result, Loaded = undefined>(
  scope: Scope,
  act: MonthAct<Loaded>,
  decide: (locked: LockedMonths, loaded: Loaded) => Decision<Result>,
): Promise<Changed<Result>> {
  const { permission, problems = createInputProblems(scope.faults) } = act;
  return write(scope, { permission, problems }, (tx) => changeMonthsIn(tx, scope, { ...act, problems }, decide));
}

/**
 * As `changeMonths`, inside of a write that has more to do. Nothing is written before the plan is complete.
 * @throws the problems of the input together; PeriodClosedError, InvalidValueError of the plan
 */
export async function changeMonthsIn<Result, Loaded = undefined>(
  tx: Transaction,
  scope: Scope,
  act: Omit<MonthAct<Loaded>, 'permission'>,
  decide: (locked: LockedMonths, loaded: Loaded) => Decision<Result>,
): Promise<Written<Changed<Result>>> {
  const { problems = createInputProblems(scope.faults) } = act;
  const months = typeof act.months === 'function' ? await act.months(tx) : act.months;
  if (months === undefined) throw problems.error() ?? new RangeError('No month to change');
  const locked = await readLockedMonths(tx, scope.organization.id, months);
  const loaded = (await act.load?.(tx)) as Loaded;
  const decision = decide(locked, loaded);
  problems.throwAll();
  const { intent, audit, check, record, result } = decision;
  const cause = { reason: null, runId: null, ...decision.cause, actor: scope.actor, at: scope.at };
  const changeSet = planChange(locked, intent, cause);
  check?.(changeSet);
  const outcome = outcomeOf(changeSet);
  const changed = { changeSet, outcome, result };
  if (act.preview) return { result: changed, audit: [] };
  await applyChangeSet(tx, changeSet);
  await record?.(tx, outcome);
  return { result: changed, audit: audit ? [audit(outcome)] : [] };
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
