import { calculateMonth, storableValue } from '#src/core/calculation/calculate.ts';
import { CALCULATED_METRICS } from '#src/core/calculation/lineage.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { type MetricDefinition, metricByKey, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import type { MetricChange, NewValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { listed } from '#src/core/words.ts';
import type { CellContent, FileCell } from './file-cell.ts';
import { type ImportCell, unknownMetric } from './import-cell.ts';
import { ownValues } from './sum-cells.ts';

/** What an import decides by, beside the stored values. */
export interface ImportRules {
  /** The running month; later ones accept no values. */
  readonly running: Month;
  /** Places of cells whose value is to override a formula that gives another one. */
  readonly overrides: ReadonlySet<string>;
  entered(value: Decimal, notes: string | null): NewValue;
  /** What erasing a manual entry does, and that in words. */
  released(metric: MetricDefinition, month: Month): { readonly change: MetricChange | null; readonly words: string };
}

/** What an import does. */
export interface ImportPlan {
  /** The cells of months, by their place in the file; sums are decided with the planned change (sum-cells.ts). */
  readonly cells: ReadonlyMap<FileCell, ImportCell>;
  /** The values to store or to release. */
  readonly values: readonly MetricChange[];
}

/** A cell that stands for a metric in a month. */
interface MonthCell {
  readonly cell: FileCell;
  readonly metric: MetricDefinition;
  readonly month: Month;
}

/** A decision with the change that it makes. */
interface Decided extends Pick<ImportCell, 'state' | 'after' | 'reason' | 'canOverride'> {
  readonly change?: MetricChange;
}

/**
 * Decides what becomes of each cell of a month, by comparing three values: in the file, when it was exported, and stored now. A cell
 * that was not edited changes nothing, even where the stored value moved on; one that was edited while the stored value moved is a
 * conflict. A blank cell erases nothing. Pure.
 */
export function decideImport(locked: LockedMonths, cells: readonly FileCell[], rules: ImportRules): ImportPlan {
  const decided = new Map<FileCell, ImportCell>();
  const values: MetricChange[] = [];
  const monthCells: MonthCell[] = [];
  const custom = customMetrics(locked);
  for (const cell of cells) {
    const found = monthCellOf(cell, custom);
    if ('metric' in found) monthCells.push(found);
    else if (found.state !== 'sum') decided.set(cell, { ...identity(cell), before: null, after: null, ...found });
  }
  const { unique, duplicates } = withoutDuplicates(monthCells);
  const keep = (each: MonthCell, { change, ...rest }: Decided) => {
    decided.set(each.cell, {
      ...identity(each.cell),
      metric: each.metric.key,
      before: before(locked, each)?.value ?? null,
      ...rest,
    });
    if (change) values.push(change);
  };
  for (const [each, others] of duplicates) keep(each, refused(`The file has this value also at ${listed(others)}`));
  const isCalculated = (each: MonthCell) => each.metric.formula !== null && before(locked, each)?.source !== 'manual';
  for (const each of unique.filter((cell) => !isCalculated(cell))) keep(each, decideInput(locked, each, rules));
  const own = ownValues(cells);
  for (const each of inOrderOfCalculation(unique.filter(isCalculated))) {
    keep(each, decideCalculated(locked, each, { ...rules, values, own }));
  }
  return { cells: decided, values };
}

function identity({ where, column, subject }: FileCell): Pick<ImportCell, 'where' | 'period' | 'metric'> {
  const metric = subject.kind === 'unknown' ? subject.name || null : subject.definition.key;
  return { where, period: column?.period ?? null, metric };
}

function before(locked: LockedMonths, { month, metric }: Pick<MonthCell, 'month' | 'metric'>): StoredMetric | null {
  return storedValue(locked, month, metric.key);
}

/** The metric and month of a cell; else why there is none. A sum is decided later. */
function monthCellOf(
  cell: FileCell,
  custom: ReadonlyMap<string, MetricDefinition>,
): MonthCell | { readonly state: 'sum' } | Pick<ImportCell, 'state' | 'reason'> {
  const { subject, column, content } = cell;
  if (column === null) return refusal(content.kind === 'unreadable' ? content.reason : 'The month is not understood');
  if (subject.kind === 'smartNumber') return { state: 'sum' };
  const metric = subject.kind === 'metric' ? subject.definition : custom.get(comparableName(subject.name));
  if (!metric) return unknownCell(subject.kind === 'unknown' ? subject.name : '', column.kind === 'month');
  return column.kind === 'month' ? { cell, metric, month: column.period } : { state: 'sum' };
}

/** The custom metrics that have a value in one of the months, by the comparable form of their names. */
function customMetrics({ values }: LockedMonths): ReadonlyMap<string, MetricDefinition> {
  const keys = [...values.values()].flatMap((stored) => [...stored.keys()]).filter((key) => !metricByKey(key));
  return new Map(keys.map((key) => [comparableName(key), metricStoredAs(key)]));
}

const TOTAL_WORD = /^(sub|grand)?\s*-?\s*(total|average|sum)s?\b/i;

function unknownCell(name: string, isMonth: boolean): Pick<ImportCell, 'state' | 'reason'> {
  if (TOTAL_WORD.test(name)) return { state: 'ignored', reason: 'A total of the file, which is no metric here' };
  if (!isMonth) return { state: 'ignored', reason: 'A sum of a row that is no metric here' };
  return refusal(name === '' ? 'The row names no metric' : unknownMetric(name));
}

function refusal(reason: string): Pick<ImportCell, 'state' | 'reason'> {
  return { state: 'refused', reason };
}

function refused(reason: string): Decided {
  return { state: 'refused', after: null, reason };
}

function ignored(reason: string | null, after: Decimal | null = null): Decided {
  return { state: 'ignored', after, reason };
}

/** Cells that stand for the same value are refused together, and named with each other. */
function withoutDuplicates(cells: readonly MonthCell[]) {
  const groups = new Map<string, MonthCell[]>();
  for (const each of cells) {
    const name = `${each.month} ${each.metric.key}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const all = [...groups.values()];
  const duplicates = all
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      group.map((each) => [each, group.filter((other) => other !== each).map(({ cell }) => cell.where)] as const),
    );
  return { unique: all.filter((group) => group.length === 1).flat(), duplicates };
}

/** A value that is entered by hand or collected, or overrides its formula already. */
function decideInput(locked: LockedMonths, each: MonthCell, rules: ImportRules): Decided {
  const { cell, metric, month } = each;
  const stored = before(locked, each);
  if (cell.content.kind === 'blank') {
    return {
      ...ignored('A blank cell erases nothing; write “erase” to erase the value'),
      after: stored?.value ?? null,
    };
  }
  if (cell.content.kind === 'erase') return decideErase(locked, each, rules);
  const number = storable(metric, cell.content);
  if ('reason' in number) return refused(number.reason);
  const { value } = number;
  if (stored?.value.equals(value)) return { state: 'same', after: value, reason: null };
  const { base } = cell;
  if (isSame(base, value)) {
    return {
      state: 'same',
      after: stored?.value ?? null,
      reason: 'Not edited in the file; it has changed here since the export',
    };
  }
  const obstacle = monthObstacle(locked, month, rules);
  if (obstacle !== null) return { ...refused(obstacle), after: value };
  if (hasMoved(cell, stored)) {
    return {
      state: 'conflict',
      after: value,
      reason: `It has changed here since the export${base ? `, where it was ${shown(metric, base)}` : ''}`,
    };
  }
  const change = { month, metric: metric.key, before: stored, after: rules.entered(value, notesOf(cell, stored)) };
  const reason = stored?.source === 'collected' ? 'Overrides the collected value' : null;
  return { state: stored ? 'changed' : 'new', after: value, reason, change };
}

function decideErase(locked: LockedMonths, each: MonthCell, rules: ImportRules): Decided {
  const stored = before(locked, each);
  if (!stored) return { state: 'same', after: null, reason: 'There is no value to erase' };
  if (stored.source !== 'manual') return refused('Only a manual entry can be erased; this value is collected');
  const obstacle = monthObstacle(locked, each.month, rules);
  if (obstacle !== null) return refused(obstacle);
  if (hasMoved(each.cell, stored))
    return { state: 'conflict', after: null, reason: 'It has changed here since the export' };
  const { change, words } = rules.released(each.metric, each.month);
  return { state: 'changed', after: change?.after?.value ?? null, reason: words, ...(change && { change }) };
}

/** Whether the stored value is another one than at the time of the export. */
function hasMoved({ base, revision }: FileCell, stored: StoredMetric | null): boolean {
  if (base !== undefined) return !isSame(base, stored?.value ?? null);
  return revision !== undefined && stored !== null && stored.updatedAt.getTime() !== revision.getTime();
}

function isSame(one: Decimal | null | undefined, other: Decimal | null): boolean {
  if (one === undefined || one === null || other === null) return one === other;
  return one.equals(other);
}

/** The note of the file; without a column of notes the stored one stays. */
function notesOf({ notes }: FileCell, stored: StoredMetric | null): string | null {
  return notes === undefined ? (stored?.notes ?? null) : notes;
}

function monthObstacle({ closed }: LockedMonths, month: Month, { running }: ImportRules): string | null {
  if (closed.has(month)) return `${periodLabel(month)} is closed; reopen it before changing its values`;
  return month > running ? `${periodLabel(month)} has not begun` : null;
}

/** The value as it would be stored, or why it cannot be. */
function storable(
  metric: MetricDefinition,
  content: CellContent,
): { readonly value: Decimal } | { readonly reason: string } {
  if (content.kind === 'unreadable') return { reason: content.reason };
  if (content.kind !== 'number')
    return { reason: 'The file has a formula without its result: open it in a spreadsheet and save it' };
  if (content.isPercentage && metric.format !== 'percentage') return { reason: `${metric.label} is not a percentage` };
  try {
    return { value: storableValue(metric, content.value) };
  } catch (error) {
    if (error instanceof InvalidValueError) return { reason: error.message };
    throw error;
  }
}

function inOrderOfCalculation(cells: readonly MonthCell[]): MonthCell[] {
  const order = new Map(CALCULATED_METRICS.map((key, index) => [key, index]));
  return [...cells].sort((one, other) => (order.get(one.metric.key) ?? 0) - (order.get(other.metric.key) ?? 0));
}

/** A value that is calculated here: it is compared, and stored only where its inputs are absent or a person says so. */
function decideCalculated(
  locked: LockedMonths,
  each: MonthCell,
  rules: ImportRules & { readonly values: readonly MetricChange[]; readonly own: ReturnType<typeof ownValues> },
): Decided {
  const { cell, metric, month } = each;
  const { content, isFormula, where } = cell;
  const stored = before(locked, each);
  if (content.kind === 'blank' || content.kind === 'erase') return ignored('Calculated here', stored?.value ?? null);
  if (content.kind === 'no result') return ignored('A formula without its result', stored?.value ?? null);
  if (content.kind === 'unreadable') return ignored(content.reason, stored?.value ?? null);
  const number = storable(metric, content);
  if ('reason' in number) return refused(number.reason);
  const { value } = number;
  const calculated = formulaResult(locked, each, rules.values);
  if ([stored?.value, cell.base, calculated].some((known) => known?.equals(value))) return ignored(null, value);
  // A spreadsheet has calculated with its own cells, among them ones that are not stored.
  if (isFormula && formulaResult(locked, each, ownInputs(rules.own))?.equals(value)) return ignored(null, value);
  if (isFormula && month > rules.running) return ignored(`${periodLabel(month)} has not begun`, value);
  const obstacle = monthObstacle(locked, month, rules);
  if (obstacle !== null && !isFormula) return { ...refused(obstacle), after: value };
  const isWanted = rules.overrides.has(where) || (calculated === null && !isFormula);
  if (obstacle === null && isWanted) {
    const change = { month, metric: metric.key, before: stored, after: rules.entered(value, notesOf(cell, stored)) };
    const reason =
      calculated === null
        ? 'Calculated here, and its inputs are absent'
        : `Overrides the formula, which gives ${shown(metric, calculated)}`;
    return { state: stored ? 'changed' : 'new', after: value, reason, canOverride: calculated !== null, change };
  }
  const gives = calculated === null ? 'its inputs are absent' : `the formula gives ${shown(metric, calculated)}`;
  const closed = obstacle === null ? '' : `; ${obstacle}`;
  const canOverride = obstacle === null;
  return { state: 'differs', after: value, reason: `Calculated here: ${gives}${closed}`, canOverride };
}

function shown(metric: MetricDefinition, value: Decimal): string {
  return formatValue(value, metric);
}

/** A change of a value as far as a formula knows it. */
type FormulaInput = Pick<MetricChange, 'month' | 'metric'> & { readonly after: SourcedValue | null };

/** The numbers of the file as inputs of formulas; what is calculated stays calculated. */
function ownInputs(own: ReturnType<typeof ownValues>): FormulaInput[] {
  return own.flatMap(([month, metric, value]): FormulaInput[] => {
    if (metricStoredAs(metric).formula !== null) return [];
    return [{ month, metric, after: value && { value, source: 'manual' } }];
  });
}

/** What the formula gives after the values that are to be stored; null if it has no result. */
function formulaResult(
  locked: LockedMonths,
  { month, metric }: MonthCell,
  values: readonly FormulaInput[],
): Decimal | null {
  const stored = new Map<string, SourcedValue>(locked.values.get(month));
  for (const change of values) {
    if (change.month !== month) continue;
    if (change.after) stored.set(change.metric, change.after);
    else stored.delete(change.metric);
  }
  return calculateMonth(month, stored).calculated.get(metric.key) ?? null;
}
