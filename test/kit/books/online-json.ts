import type { StatementSection } from '#src/core/books/statement.ts';
import {
  type AmountWriter,
  accountSums,
  type Chart,
  type ChartAccount,
  chartTotals,
  type Sums,
  sectionSums,
} from './chart.ts';

interface Cells {
  readonly ColData: readonly { readonly value: string; readonly id?: string }[];
}

interface Row extends Partial<Cells> {
  readonly Header?: Cells;
  readonly Rows?: { readonly Row: readonly Row[] };
  readonly Summary?: Cells;
  readonly type: 'Data' | 'Section';
  readonly group?: string;
}

const WORDS: Readonly<Record<StatementSection, readonly [label: string, group: string]>> = {
  income: ['Income', 'Income'],
  cogs: ['Cost of Goods Sold', 'COGS'],
  expense: ['Expenses', 'Expenses'],
  'other income': ['Other Income', 'OtherIncome'],
  'other expense': ['Other Expenses', 'OtherExpenses'],
};

/** A span of a column and its heading. */
export interface ReportColumn {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

/** The report ProfitAndLoss of QuickBooks Online, with one column for each of the chart's. */
export function onlineJson(chart: Chart, write: AmountWriter, columns: readonly ReportColumn[]): object {
  const none = columns.map(() => ({ value: '' }));
  const cells = (label: string, sums: Sums | null, id?: string): Cells => ({
    ColData: [
      { value: label, ...(id === undefined ? {} : { id }) },
      ...(sums?.map((each) => ({ value: write(each) })) ?? none),
    ],
  });
  const label = ({ name, number }: ChartAccount) => (chart.isNumbered ? `${number} ${name}` : name);
  const account = (each: ChartAccount): Row => {
    if (each.children.length === 0) return { ...cells(label(each), each.own, each.id), type: 'Data' };
    return {
      Header: cells(label(each), each.own, each.id),
      Rows: { Row: each.children.map(account) },
      Summary: cells(`Total ${label(each)}`, accountSums(chart, each)),
      type: 'Section',
    };
  };
  const section = (name: StatementSection): Row[] => {
    const accounts = chart.sections[name];
    if (accounts.length === 0 && !chart.hasEmptySections) return [];
    const [heading, group] = WORDS[name];
    return [
      {
        Header: cells(heading, null),
        ...(accounts.length === 0 ? {} : { Rows: { Row: accounts.map(account) } }),
        Summary: cells(`Total ${heading}`, accounts.length === 0 ? null : sectionSums(chart, name)),
        type: 'Section',
        group,
      },
    ];
  };
  const check = (text: string, group: string, sums: Sums): Row => ({
    Summary: cells(text, sums),
    type: 'Section',
    group,
  });
  const totals = chartTotals(chart);
  return {
    Header: {
      ReportName: 'ProfitAndLoss',
      Option: [{ Name: 'NoReportData', Value: 'false' }],
      ReportBasis: 'Accrual',
      StartPeriod: columns[0]?.from,
      EndPeriod: columns.at(-1)?.to,
      Currency: 'USD',
      SummarizeColumnsBy: columns.length > 1 ? 'Month' : 'Total',
    },
    Columns: {
      Column: [
        { ColTitle: '', ColType: 'Account', MetaData: [{ Name: 'ColKey', Value: 'account' }] },
        ...columns.map(({ title, from, to }) => ({
          ColTitle: title,
          ColType: 'Money',
          MetaData: [
            { Name: 'StartDate', Value: from },
            { Name: 'EndDate', Value: to },
          ],
        })),
      ],
    },
    Rows: {
      Row: [
        ...section('income'),
        ...section('cogs'),
        check('Gross Profit', 'GrossProfit', totals.grossProfit),
        ...section('expense'),
        check('Net Operating Income', 'NetOperatingIncome', totals.netOrdinaryIncome),
        ...section('other income'),
        ...section('other expense'),
        check('Net Other Income', 'NetOtherIncome', totals.netOtherIncome),
        check('Net Income', 'NetIncome', totals.netIncome),
      ],
    },
  };
}
