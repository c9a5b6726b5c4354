import { readBalanceSheet, type TiedBalanceSheet } from '#src/core/books/balance-sheet.ts';
import { plainAmount } from '#src/core/books/plain-amount.ts';
import type { ReceivablesAging } from '#src/core/books/receivables-aging.ts';
import { statementProblem } from '#src/core/books/statement-tie.ts';
import type { Decimal } from '#src/core/number.ts';
import { isRecord, type Json, list, text } from './json-value.ts';
import { amountText, onlineRows } from './online-rows.ts';

/** Reads the JSON of QuickBooks Online's report BalanceSheet, which has one column of money. */
export function readOnlineBalanceSheet(report: Json): TiedBalanceSheet {
  const name = reportName(report);
  const [column, ...more] = moneyColumns(report);
  if (name !== 'BalanceSheet' || more.length > 0) {
    const message = `The report must be BalanceSheet with one column of money, not ${JSON.stringify(name)}`;
    return { tied: false, problems: [statementProblem('Header', message)] };
  }
  const { rows, problems } = onlineRows(report, [column?.index ?? 1]);
  return problems.length > 0 ? { tied: false, problems } : readBalanceSheet(rows);
}

/** Reads the JSON of QuickBooks Online's report AgedReceivables, or says why it cannot be read. */
export function readOnlineAging(report: Json): ReceivablesAging | { readonly message: string } {
  const name = reportName(report);
  if (name !== 'AgedReceivables')
    return { message: `The report must be AgedReceivables, not ${JSON.stringify(name)}.` };
  const columns = moneyColumns(report);
  const unread: string[] = [];
  const amountsOf = (cells: Json) =>
    columns.map(({ index }): Decimal | null => {
      const cell = list(isRecord(cells) ? cells['ColData'] : undefined)[index];
      const written = isRecord(cell) ? amountText(cell['value']) : '';
      const amount = plainAmount(written);
      if (amount === undefined) unread.push(written);
      return amount ?? null;
    });
  const { entries, total } = agingRows(report, amountsOf);
  if (unread.length > 0) return { message: `${JSON.stringify(unread[0])} is not an amount.` };
  return { titles: columns.map(({ title }) => title), entries, total };
}

/** A customer with others below it has what it owes itself in the header, and its own total. */
function agingRows(
  report: Json,
  amountsOf: (cells: Json) => readonly (Decimal | null)[],
): Pick<ReceivablesAging, 'entries' | 'total'> {
  const entries: (readonly (Decimal | null)[])[] = [];
  let total: ReceivablesAging['total'] = null;
  const open: Json[] = [isRecord(report) ? report['Rows'] : undefined];
  while (open.length > 0) {
    const rows = open.pop();
    for (const row of list(isRecord(rows) ? rows['Row'] : undefined)) {
      if (!isRecord(row)) continue;
      if (text(row['group']) === 'GrandTotal') total = amountsOf(row['Summary']);
      else if (isRecord(row['Header'])) entries.push(amountsOf(row['Header']));
      else if ('ColData' in row) entries.push(amountsOf(row));
      open.push(row['Rows']);
    }
  }
  return { entries, total };
}

function reportName(report: Json): string {
  return isRecord(report) && isRecord(report['Header']) ? text(report['Header']['ReportName']) : '';
}

function moneyColumns(report: Json): readonly { readonly index: number; readonly title: string }[] {
  const columns = list(isRecord(report) && isRecord(report['Columns']) ? report['Columns']['Column'] : undefined);
  return columns.flatMap((column, index) =>
    isRecord(column) && text(column['ColType']) === 'Money' ? [{ index, title: text(column['ColTitle']) }] : [],
  );
}
