import { readBalanceSheet, type TiedBalanceSheet } from '#src/core/books/balance-sheet.ts';
import { plainAmount } from '#src/core/books/plain-amount.ts';
import { readStatementRows } from '#src/core/books/read-statement.ts';
import { sumStatement } from '#src/core/books/statement.ts';
import { hasAmount, type StatementRow, totalled } from '#src/core/books/statement-rows.ts';
import { type StatementProblem, statementProblem, type TiedStatement } from '#src/core/books/statement-tie.ts';

/** A row of `ReportData` of a report, parsed from XML, in document order. Texts are decoded. */
export interface QbxmlReportRow {
  readonly element: 'DataRow' | 'TextRow' | 'SubtotalRow' | 'TotalRow';
  readonly rowNumber: string | null;
  /** The attribute `value` of a TextRow; null for the others. */
  readonly value: string | null;
  /** `RowData`: its `value` is the account's full name. Null where the row has none, as a section's total. */
  readonly rowData: { readonly rowType: string | null; readonly value: string | null } | null;
  /** Cells by `colID`. An empty cell may be missing. */
  readonly colData: readonly { readonly colId: string; readonly value: string | null }[];
}

const LABEL_COLUMN = '1';

/**
 * Reads the rows of one month's report (`SummarizeColumnsBy` `TotalOnly`).
 * @param rows empty for a month without postings, which is a statement of zeros
 * @param amountColumn the `colID` of the amounts
 */
export function readQbxmlRows(rows: readonly QbxmlReportRow[], amountColumn = '2'): TiedStatement {
  const read = rows.map((row) => statementRow(row, amountColumn));
  const problems = read.filter((row) => 'message' in row);
  if (problems.length > 0) return { tied: false, problems };
  const shown = read.filter((row) => 'label' in row).filter((row) => row.label !== '' || hasAmount(row));
  if (shown.length === 0) return { tied: true, lines: [], sums: sumStatement([]) };
  const [statement] = readStatementRows(shown, { hasOtherRows: true, hasRepeatedRows: false });
  return statement ?? { tied: false, problems: [statementProblem(null, 'The report has no rows')] };
}

/**
 * Reads the rows of a balance sheet.
 * @param rows empty for a company without postings
 */
export function readQbxmlBalanceSheet(rows: readonly QbxmlReportRow[], amountColumn = '2'): TiedBalanceSheet {
  const read = rows.map((row) => statementRow(row, amountColumn));
  const problems = read.filter((row) => 'message' in row);
  if (problems.length > 0) return { tied: false, problems };
  const shown = read.filter((row) => 'label' in row).filter((row) => row.label !== '' || hasAmount(row));
  return readBalanceSheet(shown);
}

function statementRow(row: QbxmlReportRow, amountColumn: string): StatementRow | StatementProblem {
  const cell = (id: string) => row.colData.find(({ colId }) => colId === id)?.value ?? '';
  const label = (row.value ?? cell(LABEL_COLUMN)).trim();
  const where = `row ${row.rowNumber ?? '?'}`;
  const amount = row.element === 'TextRow' ? null : plainAmount(cell(amountColumn));
  if (amount === undefined) {
    return statementProblem(where, `${label}: ${JSON.stringify(cell(amountColumn))} is not an amount`);
  }
  const path = row.rowData?.rowType === 'account' ? row.rowData.value : null;
  const cells = [where];
  return { label, amounts: [amount], where, cells, depth: null, role: roleOf(row, label, path), path, accountId: null };
}

/** Which element Gross Profit and the like stand in differs by edition, so their labels decide. */
function roleOf({ element }: QbxmlReportRow, label: string, path: string | null): StatementRow['role'] {
  if (element === 'TextRow') return 'group';
  if (element === 'DataRow') return path === null ? null : 'account';
  return totalled(label) === null ? null : 'total';
}
