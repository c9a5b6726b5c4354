import type { SelectionSetNode } from 'graphql';
import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, getNamedType, isObjectType, Kind } from 'graphql';
import { isMonth, type Month, monthsOf, type Period, previousPeriod, quarterOf, yearBefore } from '#src/core/period.ts';
import { namedPeriods, type PeriodFilter } from '#src/service/report/periods.ts';
import type { Report } from '#src/service/report/report.ts';
import type { Wanted } from '#src/service/report/snapshots.ts';

/**
 * Where fields lead from the periods of their object, by name, whatever the type: one period too many costs a read, one too few
 * is an error of the resolver that needs it. A field that is not here stays where it is.
 */
const STEPS: ReadonlyMap<string, (period: Period) => readonly Period[]> = new Map([
  ['previous', (period: Period) => [previousPeriod(period)]],
  ['yearAgo', (period: Period) => [yearBefore(period)]],
  ['change', (period: Period) => [previousPeriod(period), yearBefore(period)]],
  ['quarter', (period: Period) => [isMonth(period) ? quarterOf(period) : period]],
  ['months', (period: Period) => monthsOf(period)],
  ['tieOut', (period: Period) => monthsOf(period)],
  ['yearToDate', yearUpTo],
  ['previousYear', (period: Period) => yearUpTo(period).map(yearBefore)],
]);

/** Loads all periods that a field with these periods leads to, so that everything below it is synchronous. */
export function loadReached(report: Report, start: Iterable<Period>, info: GraphQLResolveInfo): Promise<void> {
  const reached = new Set(start);
  for (const { selectionSet } of info.fieldNodes) reach([...reached], selectionSet, { reached, info });
  return report.data.load({ periods: reached, organization: true });
}

/** What the fields of an organization will load, so that it is one statement with the organization. */
export function wantedBelow(info: GraphQLResolveInfo): Wanted {
  const reached = new Set<Period>();
  const fields = info.fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, info));
  let monthsWithData = false;
  for (const field of fields) {
    const asked = periodsAsked(field, info);
    if (asked === 'of data') monthsWithData = true;
    else {
      for (const period of asked) reached.add(period);
      reach(asked, field.selectionSet, { reached, info });
    }
  }
  return { periods: reached, monthsWithData };
}

function reach(
  from: readonly Period[],
  selections: SelectionSetNode | undefined,
  walk: { readonly reached: Set<Period>; readonly info: GraphQLResolveInfo },
): void {
  for (const { name, selectionSet } of fieldsOf(selections, walk.info)) {
    const step = STEPS.get(name.value);
    const to = step ? [...new Set(from.flatMap(step))] : from;
    if (step) for (const period of to) walk.reached.add(period);
    reach(to, selectionSet, walk);
  }
}

/** Of documents that are kept: a selection belongs to one document, and so do its fragments. */
const fieldsOfSelections = new WeakMap<SelectionSetNode, readonly FieldNode[]>();

/** The fields of a selection with those of its fragments, of whatever type. */
function fieldsOf(set: SelectionSetNode | undefined, info: GraphQLResolveInfo): readonly FieldNode[] {
  if (!set) return [];
  const known = fieldsOfSelections.get(set);
  if (known) return known;
  const fields = set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    return fieldsOf(isSpread ? info.fragments[selection.name.value]?.selectionSet : selection.selectionSet, info);
  });
  fieldsOfSelections.set(set, fields);
  return fields;
}

/** The periods that a field of an organization begins with; none where the field will report a fault of its arguments. */
function periodsAsked(field: FieldNode, info: GraphQLResolveInfo): readonly Period[] | 'of data' {
  const name = field.name.value;
  if (name === 'latestMonth' || name === 'latestQuarter') return 'of data';
  if (!RANGES.has(name) && name !== 'period') return [];
  try {
    const { key, kind, from = null, to = null, last = null } = argumentsOf(field, info);
    if (key) return [key];
    const kindOfRange = kind ?? (from && isMonth(from) ? 'MONTH' : 'QUARTER');
    return namedPeriods({ kind: kindOfRange, from, to, last }) ?? 'of data';
  } catch {
    return [];
  }
}

/** Fields of an organization with the periods from `from` to `to`. */
const RANGES: ReadonlySet<string> = new Set(['periods', 'metricSeries', 'smartNumberSeries']);

type PeriodArguments = Partial<PeriodFilter> & { readonly key?: Period };

function argumentsOf(field: FieldNode, { returnType, variableValues }: GraphQLResolveInfo): PeriodArguments {
  const type = getNamedType(returnType);
  const definition = isObjectType(type) ? type.getFields()[field.name.value] : undefined;
  return definition ? getArgumentValues(definition, field, variableValues) : {};
}

/** The months of a month's year up to it; for a quarter, which has no year to date, itself. */
function yearUpTo(period: Period): readonly Period[] {
  if (!isMonth(period)) return [period];
  const year = period.slice(0, 5);
  return Array.from(
    { length: Number(period.slice(5)) },
    (_, index) => `${year}${String(index + 1).padStart(2, '0')}` as Month,
  );
}
