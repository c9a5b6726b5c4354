import { type AmountWriter, type Chart, centsText } from './chart.ts';
import { type TableStyle, tableRows } from './report-table.ts';

/** Amounts as QuickBooks Online writes them into CSV: `1,766.98`, `-438.18`. */
export function groupedCents(cents: number): string {
  const [whole = '', places = ''] = centsText(cents).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${places}`;
}

/** `1 766,98`, as a file with a decimal comma has it. */
export function commaCents(cents: number): string {
  const [whole = '', places = ''] = centsText(cents).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${places}`;
}

function quoted(cell: string): string {
  return /[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A CSV export of QuickBooks Online by month: without indentation, totals with `$` where `style` says. */
export function onlineCsv(
  chart: Chart,
  write: AmountWriter,
  {
    headings,
    delimiter = ',',
    ...style
  }: TableStyle & { readonly headings: readonly string[]; readonly delimiter?: string },
): string {
  const blank = headings.map(() => '');
  const hasDollars = style.totalWord === 'Total for';
  const rows = tableRows(chart, write, style).map(({ label, amounts, isTotal }) => [
    label,
    ...amounts.map((amount) => (isTotal && hasDollars ? amount.replace(/^(-?)/, '$1$$') : amount)),
  ]);
  const table = [
    ['Profit and Loss', ...blank],
    ['Sample Company', ...blank],
    [],
    ['Distribution account', ...headings],
    ...rows,
    [],
    ['"Cash Basis Monday, January 19, 2026 04:28 PM GMTZ"', ...blank],
  ];
  return table.map((cells) => `${cells.map(quoted).join(delimiter)}\r\n`).join('');
}
