/** The money of a month in `smallExport`. */
export interface SmallMonth {
  /** `Feb 2025`: the heading. */
  readonly heading: string;
  readonly managed: number;
  readonly project: number;
  readonly materials: number;
  readonly wages: number;
  readonly rent: number;
}

const ENCODER = new TextEncoder();

/** A CSV export of QuickBooks Online by month, of a company with a handful of accounts. */
export function smallExport(
  months: readonly SmallMonth[],
  { basis = 'Accrual', falsify = (text: string) => text } = {},
): Uint8Array {
  const row = (label: string, amount: (month: SmallMonth) => number) =>
    [label, ...months.map((month) => amount(month).toFixed(2))].join(',');
  const income = ({ managed, project }: SmallMonth) => managed + project;
  const expenses = ({ wages, rent }: SmallMonth) => wages + rent;
  const net = (month: SmallMonth) => income(month) - month.materials - expenses(month);
  const text = [
    'Profit and Loss',
    'Example MSP',
    '',
    ['Distribution account', ...months.map(({ heading }) => heading)].join(','),
    'Income',
    row('Managed Services', ({ managed }) => managed),
    row('Project Labor', ({ project }) => project),
    row('Total Income', income),
    'Cost of Goods Sold',
    row('Job Materials', ({ materials }) => materials),
    row('Total Cost of Goods Sold', ({ materials }) => materials),
    row('Gross Profit', (month) => income(month) - month.materials),
    'Expenses',
    'Payroll Expenses',
    row('Wages', ({ wages }) => wages),
    row('Total Payroll Expenses', ({ wages }) => wages),
    row('Rent', ({ rent }) => rent),
    row('Total Expenses', expenses),
    row('Net Operating Income', net),
    row('Net Income', net),
    '',
    `"${basis} Basis Monday, January 19, 2026 04:28 PM GMTZ"`,
  ].join('\r\n');
  return ENCODER.encode(falsify(text));
}

export const FEBRUARY: SmallMonth = {
  ...{ heading: 'Feb 2025', managed: 4100.05, project: -2044, materials: 238.75, wages: 653, rent: 44 },
};
export const MARCH: SmallMonth = {
  ...{ heading: 'Mar 2025', managed: 4200, project: 100.1, materials: 0, wages: 660.5, rent: 44 },
};
