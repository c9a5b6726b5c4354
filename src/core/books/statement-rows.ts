import type { Decimal } from '#src/core/number.ts';
import type { StatementSection } from './statement.ts';
import type { StatementTotals } from './statement-tie.ts';

/**
 * A row of a profit and loss report, whatever it was read from. A report has one column of amounts or several, one for
 * each month or other span; every row has an amount, or null, for each.
 */
export interface StatementRow {
  /** As shown, without indentation: `Total for Job Materials`, `6210 · Fuel`. */
  readonly label: string;
  readonly amounts: readonly (Decimal | null)[];
  /** The place of the row in messages: `line 12`, `Sheet1!A14`, `row 9`. */
  readonly where: string;
  /** The place of each amount. */
  readonly cells: readonly string[];
  /** How far the label is indented; null where the source does not show it. */
  readonly depth: number | null;
  /** What the source says the row is; null: its label and amounts decide. */
  readonly role: 'account' | 'group' | 'total' | null;
  /** A full name that the source gives beside the label. */
  readonly path: string | null;
  readonly accountId: string | null;
}

/** A total that is no section's own. */
export type StatementCheck = Exclude<keyof StatementTotals, 'sections'>;

const SECTION_WORDS: readonly (readonly [words: RegExp, section: StatementSection])[] = [
  [/^(income|revenue)$/, 'income'],
  [/^(cost of goods sold|cost of sales|cogs)$/, 'cogs'],
  [/^expenses?$/, 'expense'],
  [/^other (income|revenue)$/, 'other income'],
  [/^other expenses?$/, 'other expense'],
];

const CHECK_WORDS: readonly (readonly [words: RegExp, check: StatementCheck])[] = [
  [/^gross (profit|margin)$/, 'grossProfit'],
  [/^net (ordinary|operating) income$/, 'netOrdinaryIncome'],
  [/^net other income$/, 'netOtherIncome'],
  [/^(net income|net earnings|profit)$/, 'netIncome'],
];

/** Headings of QuickBooks Desktop that hold sections and have no total. */
const FRAME_WORDS = /^(ordinary|other) income\/expense$/;
const TOTAL_WORDS = /^total(?: for)? (.+)$/;

/** Lower case, single blanks: how labels are compared. */
export function plainLabel(label: string): string {
  return label.replace(/\s+/g, ' ').trim().toLowerCase();
}

export function sectionOf(label: string): StatementSection | null {
  return matching(SECTION_WORDS, label);
}

export function checkOf(label: string): StatementCheck | null {
  return matching(CHECK_WORDS, label);
}

function matching<T>(table: readonly (readonly [words: RegExp, meaning: T])[], label: string): T | null {
  const plain = plainLabel(label);
  return table.find(([words]) => words.test(plain))?.[1] ?? null;
}

export function isFrame(label: string): boolean {
  return FRAME_WORDS.test(plainLabel(label));
}

/** The plain label of what `Total X` or `Total for X` adds up; null for other labels. */
export function totalled(label: string): string | null {
  return TOTAL_WORDS.exec(plainLabel(label))?.[1] ?? null;
}

export function hasAmount({ amounts }: StatementRow): boolean {
  return amounts.some((amount) => amount !== null);
}
