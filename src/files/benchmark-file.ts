import { COHORTS, type Cohort } from '#src/core/benchmarks/cohort.ts';
import type { Percentiles } from '#src/core/benchmarks/percentiles.ts';
import { InvalidValueError, type QbrError } from '#src/core/errors.ts';
import { SMART_NUMBERS, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { Decimal, fits, SMART_NUMBER_INTEGER_DIGITS } from '#src/core/number.ts';
import { readNumber } from '#src/core/transfer/number-text.ts';
import { csvGrid } from './csv-grid.ts';
import { FileError } from './file-error.ts';
import type { Grid } from './grid.ts';

/** The percentiles of a SmartNumber in a file of another source. */
export interface BenchmarkLine extends Percentiles {
  readonly source: string;
  readonly year: number;
  readonly kpi: string;
  readonly cohort: Cohort;
  /** How many were counted; null where the file does not say. */
  readonly members: number | null;
}

/** What a file says that has no columns of these. */
export interface BenchmarkFileDefaults {
  readonly source: string | null;
  readonly year: number | null;
}

const REQUIRED = ['kpi', 'cohort', 'p25', 'p50', 'p75'] as const;
const OPTIONAL = ['members', 'p10', 'p90', 'source', 'year'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
const COLUMNS: readonly Column[] = [...REQUIRED, ...OPTIONAL];

/** As NUMERIC(14,6) holds it. */
const PLACES = 6;
const MAX_SOURCE_CHARACTERS = 100;

/**
 * Reads benchmarks from a CSV file with the columns kpi, cohort, p25, p50, p75 and, if they are known, members, p10, p90, source and
 * year, in any order. A percentage may be written `0.23` or `23%`.
 * @returns the lines, or problems that each name line and column and what is accepted
 */
export function parseBenchmarkFile(
  text: string,
  defaults: BenchmarkFileDefaults,
): { readonly lines: readonly BenchmarkLine[] } | { readonly problems: readonly QbrError[] } {
  const problems: QbrError[] = [];
  const add = (where: string, message: string): null => {
    problems.push(new InvalidValueError(`${where}: ${message}`, { field: where }));
    return null;
  };
  try {
    const grid = csvGrid(text, (each) => columnsOf(each).has('kpi'));
    const columns = columnsOf(grid);
    for (const column of REQUIRED) if (!columns.has(column)) add('line 1', `the column ${column} is missing`);
    if (grid.rows.length === 1) add('line 1', 'the file has no line below its headings');
    if (problems.length > 0) return { problems };
    const lines = grid.rows
      .slice(1)
      .flatMap((_, index) => new LineReader(grid, columns, index + 1, add).read(defaults));
    refuseRepeated(lines, add);
    return problems.length > 0 ? { problems } : { lines: lines.map(({ line }) => line) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    add(error.where ?? 'the file', error.message);
    return { problems };
  }
}

/** The place of each column that the first row names. */
function columnsOf({ rows }: Grid): ReadonlyMap<Column, number> {
  const named = (rows[0] ?? []).map((cell) =>
    String(cell ?? '')
      .trim()
      .toLowerCase(),
  );
  return new Map(COLUMNS.map((column) => [column, named.indexOf(column)] as const).filter(([, index]) => index >= 0));
}

type AddProblem = (where: string, message: string) => null;

interface ReadLine {
  readonly place: string;
  readonly line: BenchmarkLine;
}

class LineReader {
  readonly #grid: Grid;
  readonly #columns: ReadonlyMap<Column, number>;
  readonly #row: number;
  readonly #add: AddProblem;

  constructor(grid: Grid, columns: ReadonlyMap<Column, number>, row: number, add: AddProblem) {
    this.#grid = grid;
    this.#columns = columns;
    this.#row = row;
    this.#add = add;
  }

  /** The line; none if something about it is wrong. */
  read(defaults: BenchmarkFileDefaults): ReadLine[] {
    const kpi = this.#kpi();
    const cohort = this.#cohort();
    const members = this.#whole('members', 1, 10_000_000);
    const source = this.#source(defaults.source);
    const year = this.#text('year') === '' && defaults.year !== null ? defaults.year : this.#year();
    const [p10, p25, p50] = [this.#number('p10'), this.#required('p25'), this.#required('p50')];
    const [p75, p90] = [this.#required('p75'), this.#number('p90')];
    if (!kpi || !cohort || members === undefined || !source || year === null) return [];
    if (p10 === undefined || p90 === undefined || !p25 || !p50 || !p75) return [];
    if (!this.#isAscending({ p10, p25, p50, p75, p90 })) return [];
    const line = { source, year, kpi, cohort, members, p10, p25, p50, p75, p90 };
    return [{ place: this.#grid.place(this.#row, 0), line }];
  }

  #kpi(): string | null {
    const name = this.#text('kpi');
    const known = SMART_NUMBERS.map(({ key }) => key).join(', ');
    return smartNumberByName(name)?.key ?? this.#problem('kpi', `${JSON.stringify(name)} is not one of ${known}`);
  }

  #cohort(): Cohort | null {
    const name = this.#text('cohort').toLowerCase();
    const cohort = COHORTS.find((each) => each === name);
    return cohort ?? this.#problem('cohort', `${JSON.stringify(name)} is not one of ${COHORTS.join(', ')}`);
  }

  #source(given: string | null): string | null {
    const source = this.#text('source') || given?.trim() || '';
    if (source !== '' && source.length <= MAX_SOURCE_CHARACTERS) return source;
    return this.#problem(
      'source',
      `must be a name of at most ${MAX_SOURCE_CHARACTERS} characters, here or by --source`,
    );
  }

  #year(): number | null {
    const year = Number(this.#text('year'));
    if (Number.isInteger(year) && year >= 2000 && year <= 2100) return year;
    return this.#problem('year', 'must be a year from 2000 to 2100, here or by --year');
  }

  /** Undefined if it is no such number; null if the cell is empty. */
  #whole(column: Column, least: number, most: number): number | null | undefined {
    const text = this.#text(column);
    if (text === '') return null;
    const count = Number(text);
    if (Number.isInteger(count) && count >= least && count <= most) return count;
    this.#problem(column, `${JSON.stringify(text)} is not a whole number from ${least} to ${most}`);
    return undefined;
  }

  #required(column: Column): Decimal | null {
    const value = this.#number(column);
    return value === null ? this.#problem(column, 'a number is missing') : (value ?? null);
  }

  /** Undefined if it is no number that can be stored; null if the cell is empty. */
  #number(column: Column): Decimal | null | undefined {
    const text = this.#text(column);
    if (text === '') return null;
    const value = readNumber(text, 'point')?.value;
    if (value && fits(value, SMART_NUMBER_INTEGER_DIGITS)) return value.toDecimalPlaces(PLACES, Decimal.ROUND_HALF_UP);
    const accepted = 'a number such as 1234.5 or 23%, with at most eight digits before the point';
    this.#problem(column, `${JSON.stringify(text.slice(0, 40))} is not ${accepted}`);
    return undefined;
  }

  #isAscending(percentiles: Percentiles): boolean {
    const given = (['p10', 'p25', 'p50', 'p75', 'p90'] as const).filter((column) => percentiles[column] !== null);
    const falling = given.find((column, index) => {
      const before = given[index - 1];
      return before !== undefined && percentiles[column]?.lessThan(percentiles[before] ?? 0);
    });
    if (falling) this.#problem(falling, 'is less than the percentile before it');
    return !falling;
  }

  #text(column: Column): string {
    const index = this.#columns.get(column);
    return index === undefined ? '' : String(this.#grid.rows[this.#row]?.[index] ?? '').trim();
  }

  #problem(column: Column, message: string): null {
    return this.#add(`${this.#grid.place(this.#row, 0)}, column ${column}`, message);
  }
}

function refuseRepeated(lines: readonly ReadLine[], add: AddProblem): void {
  const seen = new Map<string, string>();
  for (const { place, line } of lines) {
    const name = JSON.stringify([line.source, line.year, line.kpi, line.cohort]);
    const before = seen.get(name);
    if (before !== undefined) add(`${place}, column kpi`, `${line.kpi} of ${line.cohort} stands on ${before} already`);
    seen.set(name, place);
  }
}
