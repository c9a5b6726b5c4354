import { expect, it } from 'vitest';
import { type LockedMonths, planChange } from '#src/core/change-set.ts';
import type { StoredDerivedValue } from '#src/core/metrics/stored-value.ts';
import { Decimal } from '#src/core/number.ts';
import { type Month, type Period, parseMonth } from '#src/core/period.ts';

const MONTH = parseMonth('2025-01');
const AT = new Date('2025-04-15T17:00:00Z');

/** A month without values whose SmartNumbers are stored, in the order in which the rows came. */
function lockedWith(keys: readonly string[]): LockedMonths {
  const stored: StoredDerivedValue = { value: new Decimal(1), months: [MONTH], updatedAt: AT };
  return {
    ...{ organizationId: 1, requested: [MONTH], months: [MONTH], closed: new Set<Month>() },
    values: new Map([[MONTH, new Map()]]),
    quarters: new Map(),
    smartNumbers: new Map([[MONTH as Period, new Map(keys.map((key) => [key, stored] as const))]]),
  };
}

it('a plan does not depend on the order of the stored rows, so that its preview has one digest', () => {
  const keys = ['rhem', 'net_profit_pct', 'total_close_pct'];
  const cause = { cause: 'recalculation', actor: 'tester', reason: null, runId: null, at: AT } as const;
  const [one, other] = [keys, keys.toReversed()].map((each) =>
    planChange(lockedWith(each), { recalculate: [MONTH] }, cause),
  );
  expect(one?.smartNumbers).toHaveLength(3);
  expect(other?.smartNumbers).toEqual(one?.smartNumbers);
});
