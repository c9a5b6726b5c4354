import type { App } from '#src/app.ts';
import { operatorViewer } from '#src/auth/viewer.ts';
import type { SmartNumberKey } from '#src/core/metrics/smart-number-registry.ts';
import type { Bound, ThresholdType } from '#src/core/metrics/threshold.ts';
import { Decimal } from '#src/core/number.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import {
  addMonths,
  type Month,
  monthAt,
  monthsOf,
  periodBoundaries,
  previousPeriod,
  type Quarter,
  quarterOf,
} from '#src/core/period.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { readThresholds } from '#src/store/thresholds.ts';
import type { World } from '../../test/kit/world/world.ts';

/** Who sets the demo up. */
export const ACTOR = 'demo';

/** From this day on nobody logs time in the month that has a finding. */
const LAST_DAY_WITH_TIME = 9;
const DAY_MS = 24 * 3_600_000;

/** Limits such as an owner might set: with the numbers of the demo some hold, some warn and one is critical. */
const THRESHOLDS: readonly (readonly [metric: SmartNumberKey, type: ThresholdType, bound: Bound, value: string])[] = [
  ['total_close_pct', 'warning', 'min', '0.9'],
  ['reactive_service_pct', 'warning', 'max', '0.15'],
  ['rhem', 'warning', 'max', '0.25'],
  ['rhem', 'critical', 'max', '0.35'],
  ['net_profit_pct', 'warning', 'min', '0.2'],
  ['net_profit_pct', 'critical', 'min', '0.15'],
  ['revenue_from_services_pct', 'warning', 'min', '0.65'],
  ['avg_aisp', 'warning', 'min', '60'],
  ['dials_per_appointment', 'warning', 'max', '25'],
];

/** The world with a month in which technicians stopped logging their time, as a collection then finds suspicious. */
export function withUnloggedTime(world: World, month: Month, timeZone: string): World {
  const { start, end } = periodBoundaries(month, timeZone);
  const [from, to] = [start.getTime() + LAST_DAY_WITH_TIME * DAY_MS, end.getTime()];
  const timeEntries = world.connectwise.timeEntries.filter(({ dateEntered }) => {
    const at = Date.parse(dateEntered);
    return at < from || at >= to;
  });
  return { ...world, connectwise: { ...world.connectwise, timeEntries } };
}

/** Sets the demo's thresholds, unless there are any: a person may have changed them since. */
export async function setThresholds(app: App): Promise<void> {
  const set = await read(demoScope(app), 'metrics:read', (reader) => readThresholds(reader, FIRST_ORGANIZATION));
  if (set.length > 0) return;
  for (const [metric, type, bound, value] of THRESHOLDS) {
    await setThreshold(demoScope(app), { metric, type, bound, value: new Decimal(value) });
  }
}

/**
 * Closes the newest quarter that ended before the quarter of a month.
 * @returns which
 */
export async function closeQuarterBefore(app: App, month: Month): Promise<Quarter> {
  const quarter = previousPeriod(quarterOf(month)) as Quarter;
  for (const period of monthsOf(quarter)) await closePeriod(demoScope(app), { period });
  return quarter;
}

/** As whom the demo writes. */
export function demoScope({ config: { timeZone }, database, clock }: App): Scope {
  const by = { viewer: operatorViewer(ACTOR), actor: ACTOR, at: clock() };
  return { database, organization: { id: FIRST_ORGANIZATION, timeZone }, ...by };
}

/** The oldest month that vendors are asked for. */
export function firstCollectedMonth({ config: { timeZone, collection }, clock }: App): Month {
  return addMonths(monthAt(clock(), timeZone), 1 - collection.monthsToCollect);
}
