import { type Cell, type CellValue, writeXlsx } from 'hucre/xlsx';
import type { AmountWriter, Chart } from './chart.ts';
import { type TableStyle, tableRows } from './report-table.ts';

/** Columns of labels of QuickBooks Desktop's workbook. */
const STAIRCASE = 8;

function number(text: string): number | null {
  return text === '' ? null : Number(text);
}

/** QuickBooks Desktop's workbook: labels over several columns by depth, the balance sheet first. */
export function desktopWorkbook(chart: Chart, write: AmountWriter, headings: readonly string[]): Promise<Uint8Array> {
  const style: TableStyle = { product: 'desktop', totalWord: 'Total', ownMoney: 'in a row' };
  const blank: CellValue[] = Array.from({ length: STAIRCASE }, () => null);
  const rows = tableRows(chart, write, style).map(({ label, depth, amounts }) => [
    ...blank.map((_, column) => (column === depth ? label : null)),
    ...amounts.map(number),
  ]);
  const balance = [
    [null, null, 'Jan 31, 26'],
    ['ASSETS', null, null],
    [null, 'Total Assets', 5],
    [null, 'Net Income', 5],
  ];
  return writeXlsx({
    sheets: [
      { name: 'Sheet1', rows: balance },
      { name: 'Sheet2', rows: [[...blank, ...headings], ...rows] },
    ],
  });
}

/**
 * QuickBooks Online's workbook: three blanks for each level, amounts as formulas without results, `2250`.
 * @param asFormulas otherwise amounts are numbers
 */
export function onlineWorkbook(
  chart: Chart,
  write: AmountWriter,
  { headings, asFormulas }: { readonly headings: readonly string[]; readonly asFormulas: boolean },
): Promise<Uint8Array> {
  const style: TableStyle = { product: 'online', totalWord: 'Total', ownMoney: 'on the parent' };
  const rows: CellValue[][] = [
    ['Sample Company'],
    ['Profit and Loss'],
    ['January - February 2026'],
    [],
    ['', ...headings],
  ];
  const cells = new Map<string, Partial<Cell>>();
  for (const { label, depth, amounts } of tableRows(chart, write, style)) {
    const row = rows.length;
    rows.push([`${'   '.repeat(depth)}${label}`, ...amounts.map((text) => (asFormulas ? null : number(text)))]);
    if (!asFormulas) continue;
    for (const [column, text] of amounts.entries()) {
      if (text !== '') cells.set(`${row},${column + 1}`, { formula: text });
    }
  }
  rows.push([], [], ['Monday, Jan 19, 2026 04:28:11 PM GMT-8 - Accrual Basis']);
  return writeXlsx({ sheets: [{ name: 'Profit and Loss ', rows, cells }] });
}
