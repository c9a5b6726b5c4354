/** A document of text and tables, independent of how it is written: as Markdown or as one HTML page. */
export interface TextDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | TableBlock
  | StripBlock;

/** A table. The first cell of a row is its heading. */
export interface TableBlock {
  readonly kind: 'table';
  /** What the table shows, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly isNumeric?: boolean }[];
  readonly rows: readonly (readonly Text[])[];
}

/** Marks in a row, such as one a day. */
export interface StripBlock {
  readonly kind: 'strip';
  readonly caption: string;
  readonly marks: readonly { readonly label: string; readonly word: string; readonly isGood: boolean }[];
}

/** Plain text, or parts of it. Nothing in it is markup. */
export type Text = string | readonly TextPart[];
export type TextPart =
  | string
  | { readonly code: string }
  /** A link to the heading with that text. */
  | { readonly heading: string };

/** The parts of a text. */
export function partsOf(text: Text): readonly TextPart[] {
  return typeof text === 'string' ? [text] : text;
}

/** The name of a heading in an address, as Git hosts make it of a Markdown heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
