import type { ThresholdStatus } from '#src/core/metrics/threshold.ts';

/*
 * What a pack says, as plain data: texts as they are printed. Nothing is computed or formatted after this.
 */

/** The sizes of paper. */
export const PAPERS = ['letter', 'a4'] as const;
export type Paper = (typeof PAPERS)[number];

/** How a text is printed; each tone is also readable without colour. */
export type Tone = 'plain' | 'quiet' | 'good' | 'bad';

/** A cell of a table. */
export interface PackCell {
  readonly text: string;
  /** A smaller line beneath. */
  readonly note?: string;
  readonly tone?: Tone;
}

export interface PackColumn {
  readonly label: string;
  /** Numbers stand at the right. */
  readonly isNumeric?: boolean;
  /** Share of the width that the columns of numbers leave over; 1 if omitted. */
  readonly share?: number;
  /** A total, set apart from what it is the total of. */
  readonly isTotal?: boolean;
}

export interface PackRow {
  readonly cells: readonly PackCell[];
  /** A part of the row above. */
  readonly isIndented?: boolean;
}

/** Rows beneath a heading. */
export interface PackRows {
  readonly heading: string | null;
  readonly rows: readonly PackRow[];
}

export interface PackTable {
  readonly columns: readonly PackColumn[];
  readonly blocks: readonly PackRows[];
}

/** A change since an earlier period: its text, and the value it starts from. */
export interface PackChange {
  readonly text: string;
  readonly from: string | null;
  readonly tone: Tone;
}

/** A period of a sparkline. Doubles, because drawing needs no exact decimals. */
export interface PackPoint {
  readonly label: string;
  readonly value: number | null;
  readonly formatted: string;
  readonly isPartial: boolean;
}

export interface PackSmartNumber {
  readonly label: string;
  readonly formatted: string;
  /** Why the value is absent or partial. */
  readonly coverage: string | null;
  readonly status: ThresholdStatus;
  readonly statusWord: string;
  /** `warning below 20.00%`; empty without thresholds. */
  readonly limits: string;
  readonly previous: PackChange;
  readonly yearAgo: PackChange;
  /** Oldest first. */
  readonly points: readonly PackPoint[];
}

/** The SmartNumbers of a category. */
export interface PackCategory {
  readonly title: string;
  readonly numbers: readonly PackSmartNumber[];
}

/** A number that moved, and what is known of why. */
export interface PackMovement {
  readonly label: string;
  readonly sentence: string;
  /** What its inputs contribute to the change, in a sentence. */
  readonly contributions: string;
  /** The same as a drawing; null where there are not several. */
  readonly waterfall: PackWaterfall | null;
  readonly tone: Tone;
  /** The calculations of both periods, newest first: `Q3 2026: $1.00 ÷ $2.00 = 50.00%`. */
  readonly calculations: readonly string[];
  /** The components that changed, with their own inputs; null for a number that is its component. */
  readonly components: PackTable | null;
  /** The components that did not change; null if there are none. */
  readonly unchanged: string | null;
}

/** What adds up to a change, drawn as bars that go from no change to the whole one. */
export interface PackWaterfall {
  readonly parts: readonly PackPart[];
  readonly total: PackPart;
}

/** A part of a change. */
export interface PackPart {
  readonly label: string;
  /** A decimal in plain notation. */
  readonly amount: string;
  /** As in the sentence, without its unit. */
  readonly formatted: string;
}

/** A sheet of metrics and SmartNumbers by periods. */
export interface PackSheet {
  readonly title: string;
  readonly tables: readonly { readonly title: string | null; readonly table: PackTable }[];
}

/** A limit that a value breaches. */
export interface PackBreach {
  readonly severity: 'critical' | 'warning';
  readonly message: string;
}

export interface PackFinding {
  readonly message: string;
  /** Who acknowledged it, with what note; or that nobody has. */
  readonly acknowledgement: string;
}

export interface PackQuality {
  /** In one sentence. */
  readonly summary: string;
  readonly months: PackTable;
  readonly findings: readonly PackFinding[];
  /** Values entered in place of a formula or a collection; null if there are none. */
  readonly overrides: PackTable | null;
  /** What people noted on values, each note once; null if there are none. */
  readonly notes: PackTable | null;
  /** Net profit beside Net Income of the books, by month; null where it cannot be said. */
  readonly tieOut: PackTable | null;
  /** What the tie-out says, or why there is none. */
  readonly tieOutNote: string;
}

/** Everything that a pack says. */
export interface PackContent {
  readonly organization: string;
  /** `Quarterly business review`. */
  readonly title: string;
  /** `Q3 2026`. */
  readonly label: string;
  /** First and last day of the period. */
  readonly dates: string;
  readonly status: { readonly word: string; readonly meaning: string };
  /** The newest change of a value that the pack prints, by which it is dated; of a pack without values, the start of its period. */
  readonly asOf: Date;
  readonly asOfText: string;
  /** The version of the presentation; null for a pack of what is stored now. */
  readonly presentation: number | null;
  /** The most important, in sentences. */
  readonly summary: readonly string[];
  /** The labels of the periods that are compared with. */
  readonly previousLabel: string;
  readonly yearAgoLabel: string;
  readonly smartNumbers: readonly PackCategory[];
  readonly movements: {
    /** What is listed, or why nothing is. */
    readonly introduction: string;
    readonly listed: readonly PackMovement[];
  };
  /** What an absent value is printed as. */
  readonly absence: string;
  readonly periodSheet: PackSheet;
  readonly yearSheet: PackSheet;
  readonly breaches: {
    readonly introduction: string;
    readonly listed: readonly PackBreach[];
  };
  readonly quality: PackQuality;
  readonly definitions: { readonly smartNumbers: PackTable; readonly metrics: PackTable };
}

/** A content with the SHA-256 of it, which its pages name. */
export interface DigestedPack {
  readonly content: PackContent;
  readonly digest: string;
}
