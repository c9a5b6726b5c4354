import { parseBasis, type StatementBasis } from '#src/core/books/statement.ts';
import { QbxmlError, type QbxmlMessage } from './qbxml-answer.ts';
import type { QbxmlReportRow } from './qbxml-rows.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

/** A report as QuickBooks sent it. */
export interface ReportReading {
  /** Null where QuickBooks does not say. */
  readonly basis: StatementBasis | null;
  /** In document order; empty for a month without postings. */
  readonly rows: readonly QbxmlReportRow[];
  readonly columns: readonly ReportColumn[];
}

/** A column of a report. */
export interface ReportColumn {
  readonly id: string;
  /** `> 90`; empty for a column without a title. */
  readonly title: string;
  /** `Label`, `Amount`, or what the amounts are of; null where QuickBooks does not say. */
  readonly type: string | null;
  readonly isAmount: boolean;
}

/** As `ReportReading`, with one column of amounts. */
export interface SummaryReading extends Omit<ReportReading, 'columns'> {
  /** The `colID` of the amounts. */
  readonly amountColumn: string;
}

const ROW_ELEMENTS: readonly string[] = ['DataRow', 'TextRow', 'SubtotalRow', 'TotalRow'];

/** @throws QbxmlError where the answer has no report, or one with several columns of amounts */
export function readSummary(message: QbxmlMessage): SummaryReading {
  const { columns, ...report } = readReport(message);
  const amounts = columns.filter(({ isAmount }) => isAmount);
  if (amounts.length > 1) throw new QbxmlError('The report has several columns of amounts, though one was asked for');
  return { ...report, amountColumn: amounts[0]?.id ?? '2' };
}

/** @throws QbxmlError where the answer has no report */
export function readReport({ element }: QbxmlMessage): ReportReading {
  const report = childOf(element, 'ReportRet');
  if (!report) throw new QbxmlError('The answer of QuickBooks has no report');
  const rows = childOf(report, 'ReportData')?.children.filter(({ name }) => ROW_ELEMENTS.includes(name)) ?? [];
  return {
    basis: parseBasis(textAt(report, 'ReportBasis')),
    rows: rows.map(reportRow),
    columns: childrenOf(report, 'ColDesc').map(columnOf),
  };
}

function columnOf(column: XmlElement): ReportColumn {
  const { colID: id = '', dataType } = column.attributes;
  const type = textAt(column, 'ColType');
  const titles = childrenOf(column, 'ColTitle').map(({ attributes }) => attributes['value']?.trim() ?? '');
  const isAmount = type === 'Amount' || dataType === 'AMTTYPE';
  return { id, title: titles.filter((each) => each !== '').join(' '), type, isAmount };
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
