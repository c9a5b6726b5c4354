import { plainAmount } from '#src/core/books/plain-amount.ts';
import type { ReceivablesAging } from '#src/core/books/receivables-aging.ts';
import { QbxmlError } from './qbxml-answer.ts';
import type { ReportReading } from './qbxml-report.ts';
import type { QbxmlReportRow } from './qbxml-rows.ts';

/** Reads the rows of a summary of receivables. @throws QbxmlError for what is not an amount */
export function readQbxmlAging({ rows, columns }: Pick<ReportReading, 'rows' | 'columns'>): ReceivablesAging {
  const amounts = columns.filter(({ isAmount }) => isAmount);
  const amountsOf = ({ colData }: QbxmlReportRow) =>
    amounts.map(({ id }) => {
      const cell = colData.find(({ colId }) => colId === id)?.value ?? '';
      const amount = plainAmount(cell);
      if (amount === undefined) throw new QbxmlError(`${JSON.stringify(cell)} is not an amount`);
      return amount;
    });
  const entries = rows.filter(({ element }) => element === 'DataRow').map(amountsOf);
  const total = rows.findLast(({ element }) => element === 'TotalRow');
  return { titles: amounts.map(({ title }) => title), entries, total: total ? amountsOf(total) : null };
}
