import { type Aggregation, metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Expression, Formula, PeriodConstant } from './formula.ts';

/** How a result is stored: its decimal places, and from which absolute value on it is absent. */
export interface ResultStyle {
  readonly places: number;
  /** 10 to the digits that can be stored; results that are larger are absent. */
  readonly limit?: number;
}

/**
 * A month's formula as a spreadsheet writes it, without `=`. An absent input gives an empty text, never 0 and never an error
 * (docs/calculations.md section 3); so does a division by 0. Inputs that count as 0 where absent do.
 * @param cellOf the cell of an input in that month, such as `D12`
 */
export function monthFormula(
  { inputs, expression }: Formula,
  style: ResultStyle,
  cellOf: (key: string) => string,
): string {
  const required = inputs.filter((key) => !metricStoredAs(key).absentIsZero);
  const texts = writerOf({
    name: (key) => (metricStoredAs(key).absentIsZero ? `N(${cellOf(key)})` : cellOf(key)),
    constant: (name) => (name === 'months' ? '1' : '12'),
  });
  const isAbsent = required.length === 0 ? [] : [`COUNT(${required.map(cellOf).join(',')})<${required.length}`];
  return guarded(isAbsent, expression, style, texts);
}

/** The cells of a range of months, in order. */
export interface MonthCells {
  /** The cells that say with 1 and 0 in which months every input of the formula is present, as a range. */
  readonly common: string;
  /** The same cells, one by one. */
  readonly commonCells: readonly string[];
  /** An input's months as a range. */
  readonly rangeOf: (key: string) => string;
  /** An input's months, one by one. */
  readonly cellsOf: (key: string) => readonly string[];
}

/**
 * A formula over the common months of a range (docs/calculations.md section 5): sums and averages of its inputs over the
 * months in which all of them are present.
 */
export function rangeFormula({ expression }: Formula, style: ResultStyle, cells: MonthCells): string {
  const months = `SUM(${cells.common})`;
  const texts = writerOf({
    name: (key) => inputOver(key, months, cells),
    constant: (name) => (name === 'months' ? months : `(12/${months})`),
  });
  return guarded([`${months}=0`], expression, style, texts);
}

/** Says with 1 or 0 whether every input of a formula is present in a month. */
export function commonMonthFormula({ inputs }: Formula, cellOf: (key: string) => string): string {
  const required = inputs.filter((key) => !metricStoredAs(key).absentIsZero);
  return required.length === 0 ? '1' : `IF(COUNT(${required.map(cellOf).join(',')})=${required.length},1,0)`;
}

/**
 * The aggregate of a metric's months (docs/calculations.md section 4) without a formula of its own: sum, average or the latest.
 * @param range the months as a range
 * @param cells the same months, one by one, in order
 */
export function aggregateFormula(
  aggregation: Exclude<Aggregation, 'formula'>,
  { places }: ResultStyle,
  { range, cells }: { readonly range: string; readonly cells: readonly string[] },
): string {
  if (aggregation === 'last')
    return latest(
      cells,
      cells.map((cell) => `ISNUMBER(${cell})`),
    );
  const name = aggregation === 'sum' ? 'SUM' : 'AVERAGE';
  return `IF(COUNT(${range})=0,"",ROUND(${name}(${range}),${places}))`;
}

function inputOver(key: string, months: string, { common, commonCells, rangeOf, cellsOf }: MonthCells): string {
  const sum = `ROUND(SUMIF(${common},1,${rangeOf(key)}),${EXACT_PLACES})`;
  switch (metricStoredAs(key).aggregation) {
    case 'sum':
      return sum;
    case 'average':
      return `(${sum}/${months})`;
    case 'last':
      return latest(
        cellsOf(key),
        commonCells.map((cell) => `${cell}=1`),
      );
    case 'formula':
      throw new RangeError(`${key} has a formula of its own and cannot be an input over several months`);
  }
}

/** The last cell whose condition holds; an empty text if none does. */
function latest(cells: readonly string[], conditions: readonly string[]): string {
  return cells.reduce((rest, cell, index) => `IF(${conditions[index]},${cell},${rest})`, '""');
}

/**
 * Digits to which sums are rounded before they are divided or divide, since sums of cents are not exact in a spreadsheet: what is left of
 * millions that cancel each other may be mostly error. Sums and products of stored values have no more.
 */
const EXACT_PLACES = 8;

function guarded(
  isAbsent: readonly string[],
  expression: Expression,
  style: ResultStyle,
  texts: ExpressionWriter,
): string {
  const zeros = divisorsIn(expression).map((divisor) => `ROUND(${texts(divisor)},${EXACT_PLACES})=0`);
  const rounded = `ROUND(${texts(expression)},${style.places})`;
  const limited = style.limit === undefined ? rounded : `IF(ABS(${rounded})>=${style.limit},"",${rounded})`;
  const divided =
    zeros.length === 0 ? limited : `IF(${zeros.length > 1 ? `OR(${zeros.join(',')})` : zeros[0]},"",${limited})`;
  return isAbsent.length === 0 ? divided : `IF(${isAbsent[0]},"",${divided})`;
}

/** Divisors that may be 0, each expression once. */
function divisorsIn(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'group':
      return divisorsIn(expression.inner);
    case 'negate':
      return divisorsIn(expression.operand);
    case 'binary': {
      const { left, right, operator } = expression;
      const own = operator === '/' && right.kind !== 'number' && right.kind !== 'constant' ? [right] : [];
      return [...divisorsIn(left), ...divisorsIn(right), ...own];
    }
    default:
      return [];
  }
}

type ExpressionWriter = (expression: Expression) => string;

function writerOf(leaves: {
  readonly name: (key: string) => string;
  readonly constant: (name: PeriodConstant) => string;
}): ExpressionWriter {
  const write = (expression: Expression): string => {
    switch (expression.kind) {
      case 'number':
        return expression.text;
      case 'constant':
        return leaves.constant(expression.name);
      case 'name':
        return leaves.name(expression.name);
      case 'group':
        return `(${write(expression.inner)})`;
      case 'negate':
        return `(-${write(expression.operand)})`;
      case 'binary': {
        const { left, right, operator } = expression;
        return operator === '/' ? `${term(left)}/${term(right)}` : `${write(left)}${operator}${write(right)}`;
      }
    }
  };
  const term = (expression: Expression): string =>
    isSumOfValues(expression) ? `ROUND(${write(expression)},${EXACT_PLACES})` : write(expression);
  return write;
}

/** Whether a group adds or subtracts values without dividing anything. */
function isSumOfValues(expression: Expression): boolean {
  return expression.kind === 'group' && has(expression, ['+', '-']) && !has(expression, ['/']);
}

function has(expression: Expression, operators: readonly string[]): boolean {
  switch (expression.kind) {
    case 'group':
      return has(expression.inner, operators);
    case 'negate':
      return has(expression.operand, operators);
    case 'binary':
      return (
        operators.includes(expression.operator) || has(expression.left, operators) || has(expression.right, operators)
      );
    default:
      return false;
  }
}
