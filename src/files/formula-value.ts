import { Decimal } from '#src/core/number.ts';
import { isBlank, textOf } from '#src/core/transfer/table.ts';
import { FileError } from './file-error.ts';
import type { Grid } from './grid.ts';

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(\$?[A-Z]{1,3}\$?\d{1,7})(?![A-Z\d(])|(SUM|ROUND)(?=\()|([-+(),:]))/y;
const ZERO = new Decimal(0);
/** Deeper than sums of sums go. */
const MAX_DEPTH = 200;
/** Overlapping sums would take time with the square of the sheet's size. */
const MAX_LOOK_UPS = 2_000_000;
const MAX_FORMULA_CHARACTERS = 4_000;

interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * The results of the formulas of a grid whose file holds none, as exports of QuickBooks Online: numbers, references, `+`,
 * `-`, parentheses, `SUM` and `ROUND`. Reading a cell throws a FileError that names it for anything else.
 */
export function formulaReader(grid: Grid): (row: number, column: number) => Decimal {
  const known = new Map<string, Decimal>();
  let lookUps = 0;
  const lookUp = (cell: Cell, depth: number): Decimal => {
    lookUps += 1;
    if (lookUps > MAX_LOOK_UPS) throw refused(grid, cell, 'is reached by more sums than a report has');
    const key = `${cell.row},${cell.column}`;
    const found = known.get(key);
    if (found) return found;
    if (depth > MAX_DEPTH) throw refused(grid, cell, 'refers to itself, or too far');
    const value = cellValue(grid, cell, (other) => lookUp(other, depth + 1));
    known.set(key, value);
    return value;
  };
  return (row, column) => lookUp({ row, column }, 0);
}

function cellValue(grid: Grid, cell: Cell, lookUp: (cell: Cell) => Decimal): Decimal {
  const content = grid.rows[cell.row]?.[cell.column];
  if (isBlank(content)) return ZERO;
  if (typeof content === 'number') return new Decimal(content);
  if (typeof content === 'object' && content !== null && 'formula' in content) {
    return new Evaluation(grid, cell, content.formula, lookUp).result();
  }
  throw refused(grid, cell, `is no number: ${JSON.stringify(textOf(content))}`);
}

function refused(grid: Grid, { row, column }: Cell, why: string): FileError {
  return new FileError(`The cell ${why}`, grid.place(row, column));
}

/** One formula, parsed by recursive descent: sum = term { ± term }, term = number | cell | (sum) | function. */
class Evaluation {
  readonly #grid: Grid;
  readonly #cell: Cell;
  readonly #formula: string;
  readonly #lookUp: (cell: Cell) => Decimal;
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(grid: Grid, cell: Cell, formula: string, lookUp: (cell: Cell) => Decimal) {
    this.#grid = grid;
    this.#cell = cell;
    this.#formula = formula;
    this.#lookUp = lookUp;
    this.#tokens = this.#tokenize(formula.replace(/^=/, '').trim());
  }

  result(): Decimal {
    const value = this.#sum(0);
    if (this.#position < this.#tokens.length) throw this.#unknown();
    return value;
  }

  #tokenize(text: string): string[] {
    const tokens: string[] = [];
    if (text.length > MAX_FORMULA_CHARACTERS) throw this.#unknown();
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
      const match = TOKEN.exec(text);
      if (!match) throw this.#unknown();
      tokens.push(match[0].trim());
    }
    return tokens;
  }

  #sum(depth: number): Decimal {
    if (depth > MAX_DEPTH) throw this.#unknown();
    let value = this.#term(depth);
    for (let sign = this.#peek(); sign === '+' || sign === '-'; sign = this.#peek()) {
      this.#position += 1;
      const next = this.#term(depth);
      value = sign === '+' ? value.plus(next) : value.minus(next);
    }
    return value;
  }

  #term(depth: number): Decimal {
    const token = this.#next();
    if (token === '-') return this.#term(depth + 1).negated();
    if (token === '+') return this.#term(depth + 1);
    if (token === '(') return this.#closed(this.#sum(depth + 1));
    if (token === 'SUM') return this.#closed(this.#sumOfArguments(depth));
    if (token === 'ROUND') return this.#closed(this.#rounded(depth));
    const cell = cellOf(token);
    if (cell) return this.#lookUp(cell);
    if (!/^[\d.]/.test(token)) throw this.#unknown();
    return new Decimal(token);
  }

  #closed(value: Decimal): Decimal {
    if (this.#next() !== ')') throw this.#unknown();
    return value;
  }

  #sumOfArguments(depth: number): Decimal {
    if (this.#next() !== '(') throw this.#unknown();
    let value = this.#argument(depth);
    while (this.#peek() === ',') {
      this.#position += 1;
      value = value.plus(this.#argument(depth));
    }
    return value;
  }

  #argument(depth: number): Decimal {
    const first = cellOf(this.#peek());
    if (!first || this.#tokens[this.#position + 1] !== ':') return this.#sum(depth + 1);
    const last = cellOf(this.#tokens[this.#position + 2]);
    if (!last) throw this.#unknown();
    this.#position += 3;
    return this.#range(first, last);
  }

  /** Texts within a range count as nothing, as in any spreadsheet. Rows below the sheet are empty. */
  #range(first: Cell, last: Cell): Decimal {
    let value = ZERO;
    const end = Math.min(last.row, this.#grid.rows.length - 1);
    for (let row = first.row; row <= end; row += 1) {
      const width = Math.min(last.column, (this.#grid.rows[row]?.length ?? 0) - 1);
      for (let column = first.column; column <= width; column += 1) {
        if (typeof this.#grid.rows[row]?.[column] !== 'string') value = value.plus(this.#lookUp({ row, column }));
      }
    }
    return value;
  }

  #rounded(depth: number): Decimal {
    if (this.#next() !== '(') throw this.#unknown();
    const value = this.#sum(depth + 1);
    if (this.#next() !== ',') throw this.#unknown();
    const places = this.#sum(depth + 1);
    if (!places.isInteger() || places.lessThan(0) || places.greaterThan(15)) throw this.#unknown();
    return value.toDecimalPlaces(places.toNumber(), Decimal.ROUND_HALF_UP);
  }

  #peek(): string {
    return this.#tokens[this.#position] ?? '';
  }

  #next(): string {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #unknown(): FileError {
    const formula = JSON.stringify(this.#formula.slice(0, 100));
    return refused(this.#grid, this.#cell, `has a formula without a result that is not understood: ${formula}`);
  }
}

function cellOf(token: string | undefined): Cell | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(token ?? '') ?? [];
  if (letters === undefined || digits === undefined || digits === '0') return null;
  const column = [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(digits) - 1, column };
}
