import { Decimal } from 'decimal.js';

/**
 * Recomputes the worked examples of a calculation reference from its text alone, as a person with a calculator does: tables and
 * formulas are read from the Markdown, and nothing of src/core computes.
 */
const Precise = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });

interface Section {
  readonly title: string;
  readonly formula: string | null;
  readonly sql: readonly string[];
  /** Cells of the worked example: a row a value; the first is its name. */
  readonly rows: readonly (readonly string[])[];
}

/** The sections of the values in a reference. */
export function sectionsOf(markdown: string): Section[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const [title = ''] = text.split('\n');
      const table = text.split('\n').filter((line) => line.startsWith('| '));
      const rows = table
        .slice(2)
        .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').replaceAll('\\', '')));
      const sql = [...text.matchAll(/^```sql\n([\s\S]*?)\n```$/gm)].map(([, statement = '']) => statement);
      return { title, formula: /^- Formula: `(.*)`$/m.exec(text)?.[1] ?? null, sql, rows };
    });
}

/** What a worked example says of its results, and what they are by hand: `stored`, `shown` or `result` of each column. */
export function recomputed({ formula, rows }: Section): { readonly printed: string[]; readonly byHand: string[] } {
  const results = rows.filter(([name = '']) => /, (stored|shown|result)$/.test(name));
  const inputs = formula === null ? rows : rows.filter((row) => !results.includes(row));
  const printed: string[] = [];
  const byHand: string[] = [];
  for (const row of formula === null ? inputs : results) {
    const [name = '', ...cells] = row;
    const [, , , how = ''] = cells;
    const months = [0, 1, 2];
    const ofMonth = months.map((month) => (formula === null ? null : inMonth(formula, inputs, month)));
    // A SmartNumber is shown as it was stored, which is rounded already.
    const isStoredFirst = /, (stored|shown)$/.test(name);
    const shownAs = (value: Decimal | null, like: string) =>
      written(
        isStoredFirst ? (value?.toDecimalPlaces(4) ?? null) : value,
        like,
        name.endsWith(', stored') ? 4 : undefined,
      );
    if (formula !== null) {
      printed.push(...cells.slice(0, 3));
      byHand.push(...ofMonth.map((value, month) => shownAs(value, cells[month] ?? '')));
    }
    const quarter =
      how === 'formula'
        ? overQuarter(formula ?? '', inputs)
        : aggregate(how, formula === null ? cells : roundedTo(ofMonth, cells));
    printed.push(cells[4] ?? '');
    byHand.push(shownAs(quarter, cells[4] ?? ''));
  }
  return { printed, byHand };
}

/** The months' results as they are stored, since a quarter adds stored values. */
function roundedTo(values: readonly (Decimal | null)[], cells: readonly string[]): string[] {
  return values.map((value, month) => written(value, cells[month] ?? ''));
}

function inMonth(formula: string, inputs: Section['rows'], month: number): Decimal | null {
  return compute(formula, 1, (key) => {
    const row = inputs.find(([name]) => name === `\`${key}\``);
    return numberIn(row?.[month + 1] ?? '', row?.[4]);
  });
}

function overQuarter(formula: string, inputs: Section['rows']): Decimal | null {
  return compute(formula, 3, (key) => {
    const row = inputs.find(([name]) => name === `\`${key}\``) ?? [];
    return aggregate(row[4] ?? '', row.slice(1, 4));
  });
}

function aggregate(how: string, cells: readonly string[]): Decimal | null {
  const numbers = cells.slice(0, 3).flatMap((cell) => numberIn(cell, undefined) ?? []);
  const sum = numbers.reduce((total, each) => total.plus(each), new Precise(0));
  if (numbers.length === 0) return how.endsWith('absent = 0') ? sum : null;
  if (how.startsWith('sum')) return sum;
  return how === 'average' ? sum.dividedBy(numbers.length) : (numbers.at(-1) ?? null);
}

function numberIn(cell: string, how: string | undefined): Decimal | null {
  if (cell === '—') return how?.endsWith('absent = 0') ? new Precise(0) : null;
  const number = new Precise(cell.replace(/[$,%]/g, ''));
  return cell.endsWith('%') ? number.dividedBy(100) : number;
}

/** Writes a number as another one is written; with the places of a cell, or those given. */
function written(value: Decimal | null, like: string, places?: number): string {
  if (value === null) return '—';
  const stored = like.endsWith('%') ? value.times(100) : value;
  const decimals = places ?? /\.(\d+)/.exec(like)?.[1]?.length ?? 0;
  const text = /[$%]/.test(like) ? stored.abs().toFixed(2) : stored.abs().toDecimalPlaces(decimals).toFixed();
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return `${value.isNegative() && /[1-9]/.test(text) ? '-' : ''}${like.includes('$') ? '$' : ''}${grouped}${like.endsWith('%') ? '%' : ''}`;
}

/** Computes a formula by rewriting it: innermost parentheses first, then products, then sums. */
function compute(formula: string, months: number, read: (key: string) => Decimal | null): Decimal | null {
  const values: Decimal[] = [];
  let isMissing = false;
  const place = (value: Decimal) => `#${values.push(value) - 1}`;
  const at = (name: string) => values[Number(name.slice(1))] ?? new Precise(0);
  let text = formula.replace(/[a-z][a-z0-9_]*|\d+(\.\d+)?/g, (token) => {
    if (/^\d/.test(token)) return place(new Precise(token));
    if (token === 'months' || token === 'annual') return place(new Precise(token === 'months' ? months : 12 / months));
    const value = read(token);
    if (value === null) isMissing = true;
    return place(value ?? new Precise(1));
  });
  const flat = (inner: string): string => {
    let rest = inner.trim();
    for (const [operators, apply] of [
      [/(#\d+) ([*/]) (#\d+)/, (a: Decimal, o: string, b: Decimal) => (o === '*' ? a.times(b) : a.dividedBy(b))],
      [/(#\d+) ([-+]) (#\d+)/, (a: Decimal, o: string, b: Decimal) => (o === '+' ? a.plus(b) : a.minus(b))],
    ] as const) {
      while (operators.test(rest)) rest = rest.replace(operators, (_, a, o, b) => place(apply(at(a), o, at(b))));
    }
    return rest;
  };
  while (text.includes('(')) text = text.replace(/\(([^()]*)\)/, (_, inner) => flat(inner));
  return isMissing ? null : at(flat(text));
}
