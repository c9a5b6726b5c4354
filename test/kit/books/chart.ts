import fc from 'fast-check';
import { STATEMENT_SECTIONS, type StatementLine, type StatementSection } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';

/** An account of an invented chart, with its own postings in cents for each column; null: never posted to. */
export interface ChartAccount {
  readonly name: string;
  readonly number: string;
  readonly id: string;
  readonly own: readonly number[] | null;
  readonly children: readonly ChartAccount[];
}

export interface Chart {
  readonly sections: Readonly<Record<StatementSection, readonly ChartAccount[]>>;
  /** Whether accounts are shown with their numbers. */
  readonly isNumbered: boolean;
  readonly columns: number;
  /** Whether the report prints sections without accounts. */
  readonly hasEmptySections: boolean;
}

/** Sums in cents for each column. */
export type Sums = readonly number[];

export function addSums(left: Sums, right: Sums): Sums {
  return left.map((each, column) => each + (right[column] ?? 0));
}

export function subtractSums(left: Sums, right: Sums): Sums {
  return left.map((each, column) => each - (right[column] ?? 0));
}

export function noSums({ columns }: Chart): Sums {
  return Array.from({ length: columns }, () => 0);
}

export function accountSums(chart: Chart, account: ChartAccount): Sums {
  return account.children.reduce(
    (total, child) => addSums(total, accountSums(chart, child)),
    account.own ?? noSums(chart),
  );
}

export function sectionSums(chart: Chart, section: StatementSection): Sums {
  return chart.sections[section].reduce((total, each) => addSums(total, accountSums(chart, each)), noSums(chart));
}

export interface ChartTotals {
  readonly grossProfit: Sums;
  readonly netOrdinaryIncome: Sums;
  readonly netOtherIncome: Sums;
  readonly netIncome: Sums;
}

export function chartTotals(chart: Chart): ChartTotals {
  const grossProfit = subtractSums(sectionSums(chart, 'income'), sectionSums(chart, 'cogs'));
  const netOrdinaryIncome = subtractSums(grossProfit, sectionSums(chart, 'expense'));
  const netOtherIncome = subtractSums(sectionSums(chart, 'other income'), sectionSums(chart, 'other expense'));
  return { grossProfit, netOrdinaryIncome, netOtherIncome, netIncome: addSums(netOrdinaryIncome, netOtherIncome) };
}

/** What any reader must make of the chart: the money of each account that has any. */
export function expectedLines(chart: Chart, column: number): string[] {
  const below = (account: ChartAccount, parents: readonly string[]): string[] => {
    const path = [...parents, account.name];
    const amount = account.own?.[column] ?? 0;
    const number = chart.isNumbered ? account.number : null;
    const own = amount === 0 ? [] : [`${number} ${path.join(':')} ${centsText(amount)}`];
    return [...own, ...account.children.flatMap((child) => below(child, path))];
  };
  return STATEMENT_SECTIONS.flatMap((section) =>
    chart.sections[section].flatMap((account) => below(account, []).map((line) => `${section} ${line}`)),
  );
}

export function shownLines(lines: readonly StatementLine[]): string[] {
  return lines
    .filter(({ amount }) => !amount.isZero())
    .map(({ section, number, account, amount }) => `${section} ${number} ${account} ${amount.toFixed(2)}`);
}

export function centsText(cents: number): string {
  return new Decimal(cents).div(100).toFixed(2);
}

/** Amounts in the order in which a writer writes them; a test falsifies one of them. */
export interface AmountWriter {
  (cents: number): string;
  readonly count: () => number;
}

/** @param falsify the amount, counted from 0, one of whose digits is replaced */
export function amountWriter(
  format: (cents: number) => string,
  falsify: { readonly index: number; readonly digit: number } | null = null,
): AmountWriter {
  let count = 0;
  const write = (cents: number): string => {
    const text = format(cents);
    count += 1;
    return falsify?.index === count - 1 ? withOtherDigit(text, falsify.digit) : text;
  };
  return Object.assign(write, { count: () => count });
}

function withOtherDigit(text: string, choice: number): string {
  const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
  const place = places[choice % places.length] ?? 0;
  const digit = (Number(text[place]) + 1 + (choice % 9)) % 10;
  return text.slice(0, place) + String(digit) + text.slice(place + 1);
}

/** Names that occur under several parents, look like totals, sections or numbers, or need escaping. */
const NAMES = [
  'Property',
  'Job Materials',
  'Other Income',
  'Cost of Goods Sold',
  'Expenses',
  'Total Care',
  'Net Income Fund',
  'Insurance',
  'Labor & "Parts"',
  'Café, <Bar>',
  "Worker's Comp",
  'Managed Services',
];

const cents = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -99_999_999, max: 99_999_999 }),
);

interface Shape {
  readonly name: string;
  readonly own: readonly number[] | null;
  readonly children: readonly Shape[];
}

function shapes(columns: number, depth: number, taken: readonly string[]): fc.Arbitrary<readonly Shape[]> {
  const names = NAMES.filter((name) => !taken.includes(name));
  const amounts = fc.array(cents, { minLength: columns, maxLength: columns });
  const shape = fc.constantFrom(...names).chain((name): fc.Arbitrary<Shape> => {
    const children = depth > 1 ? shapes(columns, depth - 1, [name]) : fc.constant([]);
    return fc
      .record({
        name: fc.constant(name),
        own: amounts,
        isPosted: fc.boolean(),
        children: fc.oneof(
          { weight: 2, arbitrary: fc.constant<readonly Shape[]>([]) },
          { weight: 1, arbitrary: children },
        ),
      })
      .map(({ own, isPosted, children: below, ...rest }) => ({
        ...rest,
        own: isPosted || below.length === 0 ? own : null,
        children: below,
      }));
  });
  return fc.uniqueArray(shape, { maxLength: 4, selector: ({ name }) => name });
}

/** Any chart of accounts, with its postings in `columns` columns. */
export function chartOf(columns: number): fc.Arbitrary<Chart> {
  const section = shapes(columns, 5, []);
  return fc
    .record({
      shapes: fc.tuple(section, section, section, section, section),
      isNumbered: fc.boolean(),
      hasEmptySections: fc.boolean(),
    })
    .map(({ shapes: [income, cogs, expense, otherIncome, otherExpense], isNumbered, hasEmptySections }) => {
      let last = 4000;
      const toAccount = ({ name, own, children }: Shape): ChartAccount => {
        last += 10;
        const number = String(last);
        return { name, number, id: `id-${number}`, own, children: children.map(toAccount) };
      };
      const sections = {
        income: income.map(toAccount),
        cogs: cogs.map(toAccount),
        expense: expense.map(toAccount),
        'other income': otherIncome.map(toAccount),
        'other expense': otherExpense.map(toAccount),
      };
      return { sections, isNumbered, columns, hasEmptySections };
    });
}
