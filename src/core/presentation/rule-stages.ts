import { isBooksMetric, metricsOf } from '#src/core/books/mapped-metrics.ts';
import type { StatementLine } from '#src/core/books/statement.ts';
import { countGroups, type DeviceRules } from '#src/core/collection/device.ts';
import { metricByKey } from '#src/core/metrics/metric-registry.ts';
import { Decimal, round } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { definitionsIn, type PresentedMonthRules, type PresentedState, type PresentedValue } from './content.ts';
import { type Stand, standOf } from './stand.ts';

/** A kind of rule that can change a value, in the order in which they are applied. */
export const VALUE_RULES = ['FORMULA', 'ACCOUNT_MAPPING', 'BASIS', 'DEVICES', 'BOARDS', 'TIME_ZONE'] as const;
export type ValueRule = (typeof VALUE_RULES)[number];

/** The way from what was presented to what is stored now: each rule that changed, then the data. */
export interface RuleStages {
  readonly presented: Stand;
  readonly now: Stand;
  /** What the changed rules for counting make of the presented data, one after the other; formulas are not among them. */
  readonly leafRules: readonly { readonly rule: ValueRule; readonly months: Stand['months'] }[];
  /** Of the metrics of both. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Both states, and what stands between them. Both must be plain JSON in one form, so that equal rules are equal texts. */
export function ruleStages(presented: PresentedState, now: PresentedState): RuleStages {
  const [before, after] = [standOf(presented), standOf(now)];
  const changes = VALUE_RULES.map((rule) => ({ rule, leaves: changedLeaves(rule, presented, now) }));
  let { months } = before;
  const leafRules = changes.flatMap(({ rule, leaves }) => {
    if (leaves.length === 0) return [];
    months = months.map((each) => ({ month: each.month, leaves: withLeaves(each.leaves, each.month, leaves) }));
    return [{ rule, months }];
  });
  const labels = new Map([...presented.metrics, ...now.metrics].map(({ key, label }) => [key, label]));
  return { presented: before, now: after, leafRules, labels };
}

/** A leaf as a changed rule gives it from the presented data; null where it then has no value. */
interface ChangedLeaf {
  readonly month: Month;
  readonly key: string;
  readonly value: string | null;
}

function withLeaves(
  leaves: ReadonlyMap<string, string>,
  month: Month,
  changed: readonly ChangedLeaf[],
): ReadonlyMap<string, string> {
  const result = new Map(leaves);
  for (const { key, value, month: of } of changed) {
    if (of !== month) continue;
    if (value === null) result.delete(key);
    else result.set(key, value);
  }
  return result;
}

/** A collected value that was read or computed anew since. */
interface Recollected {
  readonly month: Month;
  readonly key: string;
  readonly before: string;
  readonly after: string | null;
  readonly presented: PresentedMonthRules;
  readonly now: PresentedMonthRules;
}

function changedLeaves(rule: ValueRule, presented: PresentedState, now: PresentedState): ChangedLeaf[] {
  switch (rule) {
    case 'FORMULA':
      return [];
    case 'ACCOUNT_MAPPING':
      return recollected(presented, now).flatMap(ofMapping);
    case 'BASIS':
      return recollected(presented, now).flatMap(ofBasis);
    case 'DEVICES':
      return isSame(presented.rules.devices, now.rules.devices)
        ? []
        : recollected(presented, now).flatMap((each) => ofDevices(each, presented.rules.devices, now.rules.devices));
    case 'BOARDS':
      return hasSameBoards(presented, now) ? [] : ticketsOf(presented, now);
    case 'TIME_ZONE':
      return presented.rules.timeZone === now.rules.timeZone ? [] : ticketsOf(presented, now);
  }
}

/** What a vendor gave in both states, where the two differ; also what is gone. */
function recollected(presented: PresentedState, now: PresentedState): Recollected[] {
  const isCollected = ({ kind, source, value }: PresentedValue) =>
    kind === 'metric' && source === 'collected' && value !== null;
  const after = new Map(
    now.values.filter(({ kind }) => kind === 'metric').map((each) => [`${each.period} ${each.key}`, each]),
  );
  return presented.values.filter(isCollected).flatMap((before) => {
    const [month, key] = [before.period as Month, before.key];
    const current = after.get(`${month} ${key}`);
    const rules = [presented, now].map((state) => state.rules.months.find((each) => each.month === month));
    const [was, is] = rules;
    const isGone = current === undefined || current.value === null;
    if (!was || !is || (!isGone && !isCollected(current)) || current?.value === before.value) return [];
    return [{ month, key, before: before.value ?? '', after: current?.value ?? null, presented: was, now: is }];
  });
}

/** The presented statement by the mapping of now. */
function ofMapping({ month, key, before, presented, now }: Recollected): ChangedLeaf[] {
  const { statement } = presented;
  if (!isBooksMetric(key) || !statement || !presented.mapping || !now.mapping) return [];
  if (isSame(listsOf(presented), listsOf(now))) return [];
  const lines = statement.lines.map((line): StatementLine => ({ ...line, amount: new Decimal(line.amount) }));
  const [was, is] = [presented.mapping, now.mapping].map((mapping) => {
    const mapped = metricsOf(lines, mapping);
    return 'problems' in mapped ? undefined : (mapped.values.get(key) ?? null);
  });
  const places = metricByKey(key)?.places ?? 2;
  const isKnown = was !== undefined && was !== null && round(was, places).toFixed() === before;
  return isKnown && is !== undefined ? [{ month, key, value: is && round(is, places).toFixed() }] : [];
}

/** The version and its first month are names of the same lists. */
function listsOf({ mapping }: PresentedMonthRules): object | null {
  return mapping && { ...mapping, version: null, from: null };
}

/** Figures of the other basis are other figures: nothing of their change is told apart as data. */
function ofBasis({ month, key, after, presented, now }: Recollected): ChangedLeaf[] {
  const isOther = presented.statement && now.statement && presented.statement.basis !== now.statement.basis;
  return isBooksMetric(key) && isOther ? [{ month, key, value: after }] : [];
}

/** The presented snapshot by the rules of now. */
function ofDevices(
  { month, key, before, after, presented }: Recollected,
  ...[was, is]: readonly [was: DeviceRules, is: DeviceRules]
): ChangedLeaf[] {
  if (key !== 'endpoints_managed' && key !== 'seats_managed') return [];
  const { snapshot } = presented;
  const metric = key === 'endpoints_managed' ? 'endpoints' : 'seats';
  const count = (rules: DeviceRules) => countGroups(snapshot?.devices ?? [], rules, metric);
  // Without the devices that it was counted from, all of the change is of the rule.
  const isKnown = snapshot !== null && String(count(was)) === before;
  return [{ month, key, value: isKnown ? String(count(is)) : after }];
}

/** Tickets of other boards, or of months that begin elsewhere, are other tickets: nothing of their change is told apart as data. */
function ticketsOf(presented: PresentedState, now: PresentedState): ChangedLeaf[] {
  const definitionOf = definitionsIn(presented);
  return recollected(presented, now).flatMap(({ month, key, after }) => {
    const definition = definitionOf({ kind: 'metric', key });
    const isCounted = definition && 'source' in definition && definition.source === 'connectwise';
    return isCounted ? [{ month, key, value: after }] : [];
  });
}

function hasSameBoards({ rules: before }: PresentedState, { rules: after }: PresentedState): boolean {
  return isSame([before.boards, before.closedStatuses], [after.boards, after.closedStatuses]);
}

/** Both sides are in the canonical form, in which equal values are equal texts. */
export function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
