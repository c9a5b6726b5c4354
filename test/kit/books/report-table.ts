import { STATEMENT_SECTIONS, type StatementSection } from '#src/core/books/statement.ts';
import {
  type AmountWriter,
  accountSums,
  type Chart,
  type ChartAccount,
  chartTotals,
  type Sums,
  sectionSums,
} from './chart.ts';

/** A row of an exported report before it is laid out: its label, depth and amounts, empty where the export leaves them so. */
export interface TableRow {
  readonly label: string;
  readonly depth: number;
  readonly amounts: readonly string[];
  readonly isTotal: boolean;
}

export interface TableStyle {
  readonly product: 'desktop' | 'online';
  /** `Total for X` of newer exports of QuickBooks Online. */
  readonly totalWord: 'Total' | 'Total for';
  /** Where QuickBooks Online puts a parent's own money; Desktop has a row `X - Other`. */
  readonly ownMoney: 'on the parent' | 'in a row';
}

const SECTION_LABELS: Readonly<Record<StatementSection, { readonly online: string; readonly desktop: string }>> = {
  income: { online: 'Income', desktop: 'Income' },
  cogs: { online: 'Cost of Goods Sold', desktop: 'Cost of Goods Sold' },
  expense: { online: 'Expenses', desktop: 'Expense' },
  'other income': { online: 'Other Income', desktop: 'Other Income' },
  'other expense': { online: 'Other Expenses', desktop: 'Other Expense' },
};

/** The rows of the chart's report in the order of QuickBooks, with all columns. */
export function tableRows(chart: Chart, write: AmountWriter, style: TableStyle): TableRow[] {
  const isDesktop = style.product === 'desktop';
  const rows: TableRow[] = [];
  const none = Array.from({ length: chart.columns }, () => '');
  const add = (label: string, depth: number, sums: Sums | null, isTotal = false) =>
    rows.push({ label, depth, amounts: sums?.map((each) => write(each)) ?? none, isTotal });
  const label = ({ name, number }: ChartAccount) =>
    chart.isNumbered ? `${number}${isDesktop ? ' · ' : ' '}${name}` : name;
  const account = (each: ChartAccount, depth: number): void => {
    if (each.children.length === 0) return void add(label(each), depth, each.own);
    const isOnParent = !isDesktop && style.ownMoney === 'on the parent';
    add(label(each), depth, isOnParent ? each.own : null);
    if (!isDesktop && !isOnParent && each.own) add(label(each), depth + 1, each.own);
    for (const child of each.children) account(child, depth + 1);
    if (isDesktop && each.own) add(`${label(each)} - Other`, depth + 1, each.own);
    add(`${style.totalWord} ${label(each)}`, depth, accountSums(chart, each), true);
  };
  const section = (name: StatementSection): void => {
    const accounts = chart.sections[name];
    if (accounts.length === 0 && !chart.hasEmptySections) return;
    const depth = isDesktop ? 1 : 0;
    const heading = SECTION_LABELS[name][style.product];
    add(heading, depth, null);
    for (const each of accounts) account(each, depth + 1);
    const word = isDesktop && name === 'cogs' ? 'COGS' : heading;
    add(`${style.totalWord} ${word}`, depth, sectionSums(chart, name), true);
  };
  const totals = chartTotals(chart);
  const checks: Partial<Record<StatementSection, () => void>> = {
    cogs: () => add('Gross Profit', 0, totals.grossProfit, true),
    expense: () => add(isDesktop ? 'Net Ordinary Income' : 'Net Operating Income', 0, totals.netOrdinaryIncome, true),
    'other expense': () => add('Net Other Income', 0, totals.netOtherIncome, true),
  };
  for (const name of STATEMENT_SECTIONS) {
    if (isDesktop && name === 'income') add('Ordinary Income/Expense', 0, null);
    if (isDesktop && name === 'other income') add('Other Income/Expense', 0, null);
    section(name);
    checks[name]?.();
  }
  add('Net Income', 0, totals.netIncome, true);
  return rows;
}
