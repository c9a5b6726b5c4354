import { bandOf, type Cohort } from '#src/core/benchmarks/cohort.ts';
import { type Decision, decideTelling, type LastTelling, type SharedValue } from '#src/core/benchmarks/telling.ts';
import { addMonths, type Month, monthAt, monthsOf, type Quarter, quarterOf } from '#src/core/period.ts';
import { type Scope, write } from '#src/service/scope.ts';
import {
  readLastTellings,
  readSharedValues,
  readSharedYears,
  type SharedValues,
  saveTellings,
  type Told,
} from '#src/store/benchmarks.ts';
import type { Transaction } from '#src/store/engine/database.ts';

/** What a computation changed: numbers of tellings. */
export interface ComputedBenchmarks {
  readonly told: number;
  readonly withdrawn: number;
}

/** Where a month ends last. */
const LAST_ZONE = 'Etc/GMT+12';

/**
 * Computes what is told of the values that organizations share: of periods that are over everywhere. In one transaction, with a few
 * statements for each year of data. Running it again changes nothing, unless values have changed.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function computeBenchmarks(scope: Scope): Promise<ComputedBenchmarks> {
  const month = addMonths(monthAt(scope.at, LAST_ZONE), -1);
  const ended = { month, quarter: lastQuarter(month) };
  return write(scope, { permission: 'benchmarks:compute' }, async (tx) => {
    let [told, withdrawn] = [0, 0];
    for (const year of await readSharedYears(tx)) {
      const decisions = await decideOnYear(tx, year, ended);
      await saveTellings(tx, decisions, scope.at);
      told += decisions.reduce((sum, each) => sum + each.told.length, 0);
      withdrawn += decisions.reduce((sum, each) => sum + each.withdrawn.length, 0);
    }
    return { result: { told, withdrawn }, audit: [] };
  });
}

/** The last quarter that is over when a month is the last one that is. */
function lastQuarter(month: Month): Quarter {
  const quarter = quarterOf(month);
  return monthsOf(quarter).at(-1) === month ? quarter : quarterOf(addMonths(month, -3));
}

async function decideOnYear(
  tx: Transaction,
  year: string,
  ended: { readonly month: Month; readonly quarter: Quarter },
): Promise<(Told & Decision)[]> {
  const [shared, tellings] = [await readSharedValues(tx, year, ended), await readLastTellings(tx, year)];
  const known = new Map<string, Told & { shared: readonly SharedValue[]; last: Map<Cohort, LastTelling> }>();
  const of = ({ period, kpi }: Told) => {
    const found = known.get(`${period} ${kpi}`) ?? { period, kpi, shared: [], last: new Map() };
    known.set(`${period} ${kpi}`, found);
    return found;
  };
  for (const values of shared) of(values).shared = valuesOf(values);
  for (const telling of tellings) of(telling).last.set(telling.cohort, telling);
  return [...known.values()].flatMap(({ period, kpi, shared, last }) => {
    const decision = decideTelling(last, shared);
    return decision ? [{ period, kpi, ...decision }] : [];
  });
}

function valuesOf({ organizationIds, endpoints, values, versions }: SharedValues): SharedValue[] {
  return organizationIds.flatMap((member, index) => {
    const [value, version] = [values[index], versions[index]];
    if (!value || version === undefined) return [];
    return [{ member, band: bandOf(endpoints[index] ?? null), value, version }];
  });
}
