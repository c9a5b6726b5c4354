import type { QbxmlReportRow } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import {
  type AmountWriter,
  accountSums,
  addSums,
  type Chart,
  type ChartAccount,
  chartTotals,
  type Sums,
  sectionSums,
} from './chart.ts';

/** How QuickBooks Desktop writes the full name of a numbered account: three forms have been seen. */
export type PathStyle = 'names' | 'numbers and names' | 'numbers';

const WORDS: Readonly<Record<StatementSection, readonly [heading: string, total: string]>> = {
  income: ['Income', 'Total Income'],
  cogs: ['Cost of Goods Sold', 'Total COGS'],
  expense: ['Expense', 'Total Expense'],
  'other income': ['Other Income', 'Total Other Income'],
  'other expense': ['Other Expense', 'Total Other Expense'],
};

/** The rows of ProfitAndLossStandard as QuickBooks Desktop gives them for the chart's first column. */
export function qbxmlRows(chart: Chart, write: AmountWriter, style: PathStyle): QbxmlReportRow[] {
  const rows: QbxmlReportRow[] = [];
  const row = (element: QbxmlReportRow['element'], each: Partial<QbxmlReportRow>) =>
    rows.push({ rowNumber: String(rows.length + 1), value: null, rowData: null, colData: [], ...each, element });
  const text = (value: string) => row('TextRow', { value });
  const amounts = (element: QbxmlReportRow['element'], label: string, sums: Sums, path?: string) =>
    row(element, {
      rowData: path === undefined ? null : { rowType: 'account', value: path },
      colData: [
        { colId: '1', value: label },
        { colId: '2', value: write(sums[0] ?? 0) },
      ],
    });

  const label = ({ name, number }: ChartAccount) => (chart.isNumbered ? `${number} · ${name}` : name);
  const step = (account: ChartAccount, isLeaf: boolean) => {
    if (!chart.isNumbered || style === 'names') return account.name;
    return style === 'numbers' && !isLeaf ? account.number : label(account);
  };
  const add = (account: ChartAccount, parents: readonly ChartAccount[]): void => {
    const isParent = account.children.length > 0;
    const path = [...parents.map((each) => step(each, false)), step(account, !isParent)].join(':');
    if (!isParent) return void amounts('DataRow', label(account), account.own ?? [0], path);
    text(label(account));
    for (const child of account.children) add(child, [...parents, account]);
    if (account.own) amounts('DataRow', `${label(account)} - Other`, account.own, path);
    amounts('SubtotalRow', `Total ${label(account)}`, accountSums(chart, account), path);
  };
  const section = (name: StatementSection) => {
    if (chart.sections[name].length === 0 && !chart.hasEmptySections) return;
    const [heading, total] = WORDS[name];
    text(heading);
    for (const account of chart.sections[name]) add(account, []);
    amounts('SubtotalRow', total, sectionSums(chart, name));
  };

  const totals = chartTotals(chart);
  text('Ordinary Income/Expense');
  section('income');
  section('cogs');
  amounts('SubtotalRow', 'Gross Profit', totals.grossProfit);
  section('expense');
  amounts('SubtotalRow', 'Net Ordinary Income', totals.netOrdinaryIncome);
  text('Other Income/Expense');
  section('other income');
  section('other expense');
  amounts('SubtotalRow', 'Net Other Income', totals.netOtherIncome);
  amounts('TotalRow', 'Net Income', addSums(totals.netOrdinaryIncome, totals.netOtherIncome));
  return rows;
}
