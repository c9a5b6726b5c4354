import type { PackColumn, PackContent, PackMovement, PackSheet, PackTable } from './pack-content.ts';
import { COLOURS, type PackDocument, type TextStyle, TONES } from './pack-document.ts';
import { drawStatusSign } from './pack-status-sign.ts';
import { drawTable, fittingLook, type TableLook } from './pack-table.ts';
import { drawWaterfall, heightOfWaterfall } from './pack-waterfall.ts';

const HEADING: TextStyle = { size: 16, isBold: true };
const SUBHEADING: TextStyle = { size: 10.5, isBold: true, colour: COLOURS.accent };
const TEXT: TextStyle = { size: 9 };
const QUIET: TextStyle = { size: 8, colour: COLOURS.quiet };
const LIST: TableLook = { size: 8, padding: 2.4 };
/** From the largest; in the smallest whatever does not fit wraps. */
const SHEETS: readonly TableLook[] = [7.5, 7, 6.5, 6].map((size) => ({ size, padding: 2.1 }));
const YEARS: readonly TableLook[] = [7, 6.7, 6.4, 6.1].map((size) => ({ size, padding: 1.9, layout: 'landscape' }));
const SIGN_ROOM = 14;
/** A heading is not printed so far down that what it is of begins on the next page. */
const ROOM_BENEATH = 90;

/** Begins a section on a page of its own. */
export function beginPage(document: PackDocument, title: string, layout: 'portrait' | 'landscape' = 'portrait'): void {
  document.addPage(layout);
  document.beginSection(title);
  document.paragraph(title, HEADING, { after: 8, type: 'H1' });
}

/** Begins a section beneath what stands on the page already. */
export function beginBeneath(document: PackDocument, title: string): void {
  if (document.hasRoomFor(ROOM_BENEATH * 1.6)) document.y += 14;
  else document.addPage();
  document.beginSection(title);
  document.paragraph(title, HEADING, { after: 8, type: 'H1' });
}

function subheading(document: PackDocument, text: string): void {
  if (!document.hasRoomFor(ROOM_BENEATH)) document.addPage();
  document.paragraph(text, SUBHEADING, { after: 4, type: 'H2' });
}

/** What changed, number by number. */
export function drawMovements(document: PackDocument, { movements }: PackContent): void {
  document.paragraph(movements.introduction, TEXT, { after: 12 });
  for (const movement of movements.listed) drawMovement(document, movement);
}

function drawMovement(document: PackDocument, movement: PackMovement): void {
  const { label, sentence, contributions, waterfall, tone, calculations, components, unchanged } = movement;
  if (!document.hasRoomFor(heightOf(movement))) document.addPage();
  document.paragraph(label, SUBHEADING, { after: 2, type: 'H2' });
  document.paragraph(sentence, { ...TEXT, colour: TONES[tone] }, { after: 4 });
  document.paragraph(contributions, TEXT, { after: 4 });
  if (waterfall) drawWaterfall(document, waterfall);
  for (const calculation of calculations) document.paragraph(calculation, QUIET, { after: 2 });
  document.y += 4;
  if (components) drawTable(document, components, LIST);
  if (unchanged) {
    document.y -= 6;
    document.paragraph(unchanged, QUIET);
  }
  document.y += 10;
}

/** About the height of what is better not divided between two pages. */
function heightOf({ waterfall, calculations, components }: PackMovement): number {
  const rows = components?.blocks.reduce((sum, block) => sum + block.rows.length, 0) ?? 0;
  return 74 + (waterfall ? heightOfWaterfall(waterfall) : 0) + calculations.length * 12 + Math.min(rows, 24) * 14.5;
}

/** A sheet of a period: its months beside each other. */
export function drawPeriodSheet(document: PackDocument, { periodSheet, absence }: PackContent): void {
  for (const { title, table } of periodSheet.tables) {
    if (title) subheading(document, title);
    drawTable(document, table, fittingLook(document, table, SHEETS) ?? (SHEETS.at(-1) as TableLook));
  }
  document.paragraph(absence, QUIET);
}

/** A year, on landscape pages: each table on its own. */
export function drawYearSheet(document: PackDocument, { tables }: PackSheet): void {
  for (const [index, { title, table }] of tables.entries()) {
    if (index > 0) document.addPage('landscape');
    if (title) document.paragraph(title, SUBHEADING, { after: 4, type: 'H2' });
    const parts = fittingLook(document, table, YEARS) ? [table] : [monthsOf(table), totalsOf(table)];
    for (const part of parts)
      drawTable(document, part, fittingLook(document, part, YEARS) ?? (YEARS.at(-1) as TableLook));
  }
}

/** A table of a year that is too wide for a page: its months. */
function monthsOf(table: PackTable): PackTable {
  return columnsOf(table, ({ isTotal }) => !isTotal);
}

/** Its quarters and totals. */
function totalsOf(table: PackTable): PackTable {
  return columnsOf(table, ({ isTotal }) => isTotal === true);
}

function columnsOf({ columns, blocks }: PackTable, isWanted: (column: PackColumn) => boolean): PackTable {
  const isKept = (index: number) => index === 0 || isWanted(columns[index] as PackColumn);
  return {
    columns: columns.filter((_, index) => isKept(index)),
    blocks: blocks.map(({ heading, rows }) => ({
      heading,
      rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => isKept(index)) })),
    })),
  };
}

/** Values outside their limits. */
export function drawBreaches(document: PackDocument, { breaches }: PackContent): void {
  document.paragraph(breaches.introduction, TEXT, { after: 8 });
  const { left, width } = document.area;
  for (const { severity, message } of breaches.listed) {
    const room = width - SIGN_ROOM;
    const height = document.heightOf(message, TEXT, room);
    if (!document.hasRoomFor(height)) document.addPage();
    const sign = { x: left, y: document.y + 1, size: 7.5 };
    document.artifact(() => drawStatusSign(document, severity === 'critical' ? 'CRITICAL' : 'WARNING', sign));
    document.element('P', () => document.print(message, TEXT, { x: left + SIGN_ROOM, y: document.y, width: room }));
    document.y += height + 5;
  }
}

/** What the numbers rest on. */
export function drawQuality(document: PackDocument, { quality }: PackContent): void {
  drawTable(document, quality.months, LIST);
  subheading(document, 'Findings');
  if (quality.findings.length === 0) document.paragraph('No finding is open for these months.', TEXT, { after: 10 });
  for (const { message, acknowledgement } of quality.findings) {
    document.paragraph(message, TEXT, { after: 1 });
    document.paragraph(acknowledgement, QUIET, { after: 5 });
  }
  document.y += 4;
  if (quality.overrides) {
    subheading(document, 'Entered by hand in place of a formula or a collection');
    drawTable(document, quality.overrides, LIST);
  }
  if (quality.notes) {
    subheading(document, 'Notes on values');
    drawTable(document, quality.notes, LIST);
  }
  subheading(document, 'Books');
  document.paragraph(quality.tieOutNote, TEXT, { after: 6 });
  if (quality.tieOut) drawTable(document, quality.tieOut, LIST);
}

/** What the names mean; last the digest that the feet of the pages shorten. */
export function drawDefinitions(document: PackDocument, { definitions }: PackContent, digest: string): void {
  subheading(document, 'SmartNumbers');
  drawTable(document, definitions.smartNumbers, LIST);
  subheading(document, 'Metrics');
  drawTable(document, definitions.metrics, LIST);
  document.paragraph(`SHA-256 of everything that this pack says: ${digest}`, QUIET);
}
