import { parseBasis, type StatementBasis } from '#src/core/books/statement.ts';
import { QbxmlError, type QbxmlMessage } from './qbxml-answer.ts';
import type { QbxmlReportRow } from './qbxml-rows.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

/** A profit and loss report as QuickBooks sent it. */
export interface ReportReading {
  /** Null where QuickBooks does not say. */
  readonly basis: StatementBasis | null;
  /** In document order; empty for a month without postings. */
  readonly rows: readonly QbxmlReportRow[];
  /** The `colID` of the amounts. */
  readonly amountColumn: string;
}

const ROW_ELEMENTS: readonly string[] = ['DataRow', 'TextRow', 'SubtotalRow', 'TotalRow'];

/** @throws QbxmlError where the answer has no report, or one with several columns of amounts */
export function readReport({ element }: QbxmlMessage): ReportReading {
  const report = childOf(element, 'ReportRet');
  if (!report) throw new QbxmlError('The answer of QuickBooks has no report');
  const rows = childOf(report, 'ReportData')?.children.filter(({ name }) => ROW_ELEMENTS.includes(name)) ?? [];
  return {
    basis: parseBasis(textAt(report, 'ReportBasis')),
    rows: rows.map(reportRow),
    amountColumn: amountColumnOf(report),
  };
}

function amountColumnOf(report: XmlElement): string {
  const columns = childrenOf(report, 'ColDesc').filter(
    (column) => textAt(column, 'ColType') === 'Amount' || column.attributes['dataType'] === 'AMTTYPE',
  );
  if (columns.length > 1) throw new QbxmlError('The report has several columns of amounts, though one was asked for');
  return columns[0]?.attributes['colID'] ?? '2';
}

function reportRow({ name, attributes, children }: XmlElement): QbxmlReportRow {
  const data = children.find((child) => child.name === 'RowData');
  return {
    element: name as QbxmlReportRow['element'],
    rowNumber: attributes['rowNumber'] ?? null,
    value: name === 'TextRow' ? (attributes['value'] ?? null) : null,
    rowData: data ? { rowType: data.attributes['rowType'] ?? null, value: data.attributes['value'] ?? null } : null,
    colData: children
      .filter((child) => child.name === 'ColData')
      .map((cell) => ({ colId: cell.attributes['colID'] ?? '', value: cell.attributes['value'] ?? null })),
  };
}
