import type { DigestedPack, PackContent, Paper } from './pack-content.ts';
import { drawContents, drawCover, type Entry } from './pack-cover.ts';
import { COLOURS, PackDocument } from './pack-document.ts';
import {
  beginBeneath,
  beginPage,
  drawBreaches,
  drawDefinitions,
  drawMovements,
  drawPeriodSheet,
  drawQuality,
  drawYearSheet,
} from './pack-sections.ts';
import { drawSmartNumbers } from './pack-smart-numbers.ts';

/** Digits of the digest in the foot of a page: enough to tell packs apart. */
const SHOWN_DIGEST = 16;

/** Writes a pack as PDF. The same content on the same paper has the same bytes. */
export async function writePack({ content, digest }: DigestedPack, paper: Paper): Promise<Uint8Array> {
  const { organization, title, label, asOf } = content;
  const document = new PackDocument({
    title: `${organization}: ${title}, ${label}`,
    author: organization,
    at: asOf,
    paper,
  });
  const contentsAt = drawCover(document, content);
  const entries = drawSections(document, content, digest);
  drawContents(document, entries, contentsAt);
  drawFeet(document, content, digest);
  return document.bytes();
}

function drawSections(document: PackDocument, content: PackContent, digest: string): Entry[] {
  const { label, periodSheet, yearSheet } = content;
  const entries: Entry[] = [];
  const note = (title: string) => entries.push({ title, page: document.pdf.bufferedPageRange().count });
  const page = (title: string, draw: () => void, layout: 'portrait' | 'landscape' = 'portrait') => {
    beginPage(document, title, layout);
    note(title);
    draw();
  };
  page(`SmartNumbers of ${label}`, () => drawSmartNumbers(document, content));
  page('What changed', () => drawMovements(document, content));
  page(periodSheet.title, () => drawPeriodSheet(document, content));
  page(yearSheet.title, () => drawYearSheet(document, yearSheet), 'landscape');
  page('Limits', () => drawBreaches(document, content));
  beginBeneath(document, 'Data quality');
  note('Data quality');
  drawQuality(document, content);
  page('Definitions', () => drawDefinitions(document, content, digest));
  return entries;
}

/** The foot of every page: whose pack, its digest, whether it is a presentation, and the page. */
function drawFeet(document: PackDocument, { organization, label, presentation }: PackContent, digest: string): void {
  const { count } = document.pdf.bufferedPageRange();
  const style = { size: 7.5, colour: COLOURS.quiet };
  for (let page = 0; page < count; page += 1) {
    document.pdf.switchToPage(page);
    const { left, width, bottom } = document.area;
    const [y, third] = [bottom + 22, width / 3];
    const state = presentation === null ? 'Not presented' : `Presentation ${presentation}`;
    document.artifact(() => {
      document.pdf
        .moveTo(left, y - 7)
        .lineTo(left + width, y - 7)
        .lineWidth(0.4)
        .stroke(COLOURS.rule);
      document.printLine(`${organization} · ${label}`, style, { x: left, y, width: third - 8 });
      const middle = { x: left + third, y, width: third };
      document.print(`${state} · digest ${digest.slice(0, SHOWN_DIGEST)}`, { ...style, align: 'center' }, middle);
      const right = { x: left + 2 * third, y, width: third };
      document.print(`Page ${page + 1} of ${count}`, { ...style, align: 'right' }, right);
    }, 'Pagination');
  }
}
