import type { PackContent } from './pack-content.ts';
import { COLOURS, type PackDocument, type Structure, type TextStyle } from './pack-document.ts';

const ORGANIZATION: TextStyle = { size: 14, colour: COLOURS.quiet };
const TITLE: TextStyle = { size: 30, isBold: true, colour: COLOURS.ink };
const PERIOD: TextStyle = { size: 20, colour: COLOURS.accent };
const PLAIN: TextStyle = { size: 10.5 };
const QUIET: TextStyle = { size: 9.5, colour: COLOURS.quiet };
const HEADING: TextStyle = { size: 12, isBold: true, colour: COLOURS.accent };
const BULLET_ROOM = 14;

/** A section's title with the page that it begins on. */
export interface Entry {
  readonly title: string;
  readonly page: number;
}

/** The cover without its contents. Gives where they go. */
export function drawCover(
  document: PackDocument,
  content: PackContent,
): { readonly section: Structure; readonly y: number } {
  const { organization, title, label, dates, status, asOfText, summary } = content;
  document.addPage();
  const section = document.beginSection('Cover');
  const { left, top } = document.area;
  document.y = top + 64;
  document.paragraph(organization, ORGANIZATION, { after: 10 });
  document.paragraph(title, TITLE, { after: 2, type: 'H1' });
  document.paragraph(label, PERIOD, { after: 14 });
  document.artifact(() => document.pdf.rect(left, document.y, 54, 3).fill(COLOURS.accent));
  document.y += 18;
  document.paragraph(`${status.word}: ${status.meaning}.`, { ...PLAIN, isBold: true }, { after: 4 });
  document.paragraph(dates, PLAIN, { after: 4 });
  document.paragraph(asOfText, QUIET, { after: 34 });
  document.paragraph('At a glance', HEADING, { after: 8, type: 'H2' });
  for (const sentence of summary) drawBullet(document, sentence);
  return { section, y: document.y + 24 };
}

function drawBullet(document: PackDocument, text: string): void {
  const { left, width } = document.area;
  const room = width - BULLET_ROOM;
  const height = document.heightOf(text, PLAIN, room);
  document.artifact(() => document.pdf.rect(left + 2, document.y + 4, 4, 4).fill(COLOURS.accent));
  document.element('P', () => document.print(text, PLAIN, { x: left + BULLET_ROOM, y: document.y, width: room }));
  document.y += height + 7;
}

/** The contents, beneath the summary of the cover. */
export function drawContents(
  document: PackDocument,
  entries: readonly Entry[],
  { section, y }: ReturnType<typeof drawCover>,
): void {
  const { left, width } = document.area;
  document.resumeSection(section, 0);
  document.y = y;
  document.paragraph('Contents', HEADING, { after: 8, type: 'H2' });
  for (const { title, page } of entries) {
    const place = { x: left, y: document.y, width };
    const number = () => document.print(String(page), { ...PLAIN, align: 'right' }, place);
    document.element('P', () => document.print(title, PLAIN, place), number);
    document.y += 15;
    document.artifact(() =>
      document.pdf
        .moveTo(left, document.y)
        .lineTo(left + width, document.y)
        .lineWidth(0.3)
        .stroke(COLOURS.rule),
    );
    document.y += 4;
  }
}
