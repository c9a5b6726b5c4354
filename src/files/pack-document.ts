import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { packageRoot } from '#src/package-root.ts';
import type { Paper, Tone } from './pack-content.ts';
import { withObjectStreams } from './pdf-object-streams.ts';

/** Colours of high contrast, which stay apart in grey. */
export const COLOURS = {
  ink: '#1b2430',
  quiet: '#56606c',
  rule: '#c6cdd5',
  shade: '#eef1f4',
  accent: '#1f4e79',
  good: '#17603a',
  bad: '#9b1c1c',
  warning: '#8a5a00',
  white: '#ffffff',
} as const;

export const TONES: Readonly<Record<Tone, string>> = {
  plain: COLOURS.ink,
  quiet: COLOURS.quiet,
  good: COLOURS.good,
  bad: COLOURS.bad,
};

/** How a text is set. */
export interface TextStyle {
  readonly size: number;
  readonly isBold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
}

/** Where a text stands: its upper left corner, and the width in which it wraps. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** An element of the structure by which a PDF is read aloud and copied. */
export type Structure = PDFKit.PDFStructureElement;

/** Its published types lack the last two. */
interface ElementOptions extends PDFKit.Mixins.StructureElementOptions {
  /** What a heading of a table is of. */
  readonly scope?: 'Row' | 'Column';
  /** Left, top, right and bottom of a drawing. */
  readonly bbox?: readonly [number, number, number, number];
}

const MARGIN = { side: 46, landscapeSide: 32, top: 46, bottom: 52 } as const;
/** pdfkit's own margins would begin a page wherever a text reaches one. */
const NO_MARGIN = 0;
const REPLACEMENT = '□';
/** By its path a font is opened once. */
const FONTS = {
  Regular: join(packageRoot(), 'assets/fonts/LiberationSans-Regular.ttf'),
  Bold: join(packageRoot(), 'assets/fonts/LiberationSans-Bold.ttf'),
} as const;

/** A document of one language whose texts are all tagged, with a place where the next thing goes. pdfkit is used in `files/pack-*.ts` alone. */
export class PackDocument {
  readonly pdf: PDFKit.PDFDocument;
  /** The distance of the next thing from the top of the page. */
  y = 0;
  readonly #paper: Paper;
  readonly #root: Structure;
  #section: Structure;
  readonly #sections: Structure[] = [];
  /** Of texts at size 1. */
  readonly #widths = new Map<string, number>();
  readonly #printable = new Map<string, string>();

  constructor({ title, author, at, paper }: { title: string; author: string; at: Date; paper: Paper }) {
    this.#paper = paper;
    this.pdf = new PDFDocument({
      ...{ autoFirstPage: false, bufferPages: true, tagged: true, displayTitle: true, lang: 'en-US' },
      ...{ pdfVersion: '1.7', font: FONTS.Regular },
      info: {
        Title: title,
        Author: author,
        Creator: 'qbr-server',
        Producer: 'qbr-server',
        CreationDate: at,
        ModDate: at,
      },
    });
    this.#root = this.pdf.struct('Document');
    this.pdf.addStructure(this.#root);
    this.#section = this.#root;
  }

  /** The edges between which things stand. */
  get area(): { readonly left: number; readonly width: number; readonly top: number; readonly bottom: number } {
    const { width, height } = this.pdf.page;
    const left = width > height ? MARGIN.landscapeSide : MARGIN.side;
    return { left, width: width - 2 * left, top: MARGIN.top, bottom: height - MARGIN.bottom };
  }

  /** Begins a page. */
  addPage(layout: 'portrait' | 'landscape' = 'portrait'): void {
    this.pdf.addPage({ size: this.#paper === 'a4' ? 'A4' : 'LETTER', layout, margin: NO_MARGIN });
    this.y = MARGIN.top;
  }

  /** Whether so much more fits on the page. */
  hasRoomFor(height: number): boolean {
    return this.y + height <= this.area.bottom;
  }

  /** Begins a section, which the outline names. */
  beginSection(title: string): Structure {
    const section = this.elementOf(this.#root, 'Sect', { title });
    this.#sections.push(section);
    this.pdf.outline.addItem(title);
    this.#section = section;
    return section;
  }

  /** Goes on with a section that was begun before. */
  resumeSection(section: Structure, page: number): void {
    this.#section = section;
    this.pdf.switchToPage(page);
  }

  /** Adds an element to the section: what is drawn, part by part, or elements of its own until it is ended. */
  element(type: string, ...parts: readonly (() => void)[]): Structure {
    return this.elementOf(this.#section, type, {}, ...parts);
  }

  /** Adds an element to another one, as `element`. */
  elementOf(parent: Structure, type: string, options: ElementOptions, ...parts: readonly (() => void)[]): Structure {
    const element = parts.length > 0 ? this.pdf.struct(type, options, [...parts]) : this.pdf.struct(type, options);
    parent.add(element);
    return element;
  }

  /** Prints what is no content: lines, backgrounds, the foot of a page. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.pdf.markContent('Artifact', { type });
    draw();
    this.pdf.endMarkedContent();
  }

  /** The height of a text that wraps in a width. */
  heightOf(text: string, style: TextStyle, width: number): number {
    if (this.widthOf(text, style) <= width) return this.#set(style).currentLineHeight(true);
    return this.#set(style).heightOfString(this.printable(text), { width });
  }

  /** The width of a text on one line. */
  widthOf(text: string, style: TextStyle): number {
    const key = `${style.isBold ? 'Bold' : 'Regular'} ${text}`;
    // Widths grow with the size, and most texts are measured several times.
    const known = this.#widths.get(key) ?? this.#set({ ...style, size: 1 }).widthOfString(this.printable(text));
    this.#widths.set(key, known);
    return known * style.size;
  }

  /** Prints a text. */
  print(text: string, style: TextStyle, { x, y, width }: TextPlace): void {
    this.#set(style)
      .fillColor(style.colour ?? COLOURS.ink)
      .text(this.printable(text), x, y, { width, align: style.align ?? 'left' });
  }

  /** Prints one line, shortened by an ellipsis to the width. */
  printLine(text: string, style: TextStyle, place: TextPlace): void {
    let shown = this.printable(text);
    while (shown.length > 1 && this.widthOf(shown, style) > place.width) shown = `${shown.slice(0, -2).trimEnd()}…`;
    this.print(shown, style, { ...place, width: place.width + 1 });
  }

  /** A paragraph over the whole width, on the next page if it does not fit. */
  paragraph(text: string, style: TextStyle, { after = 6, type = 'P' }: { after?: number; type?: string } = {}): void {
    const { left, width } = this.area;
    const height = this.heightOf(text, style, width);
    if (!this.hasRoomFor(height)) this.addPage();
    this.element(type, () => this.print(text, style, { x: left, y: this.y, width }));
    this.y += height + after;
  }

  /** A text with a sign in place of each that the fonts lack; line breaks become spaces. */
  printable(text: string): string {
    const known = this.#printable.get(text);
    if (known !== undefined) return known;
    const printable = Array.from(text.replace(/\s+/g, ' '), (sign) => (this.#hasSign(sign) ? sign : REPLACEMENT)).join(
      '',
    );
    this.#printable.set(text, printable);
    return printable;
  }

  /** Both fonts have the same signs. */
  #hasSign(sign: string): boolean {
    const { _font } = this.pdf as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } };
    return _font.font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0);
  }

  /** Ends the document. */
  async bytes(): Promise<Uint8Array> {
    for (const section of this.#sections) section.end();
    this.#root.end();
    this.pdf.end();
    const pieces: Uint8Array[] = [];
    for await (const piece of this.pdf) pieces.push(piece as Uint8Array);
    return withObjectStreams(Buffer.concat(pieces));
  }

  #set({ size, isBold }: TextStyle): PDFKit.PDFDocument {
    return this.pdf.font(isBold ? FONTS.Bold : FONTS.Regular).fontSize(size);
  }
}
