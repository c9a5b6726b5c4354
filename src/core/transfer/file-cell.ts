import type { Decimal } from '#src/core/number.ts';
import type { Subject } from './subject.ts';
import type { ColumnPeriod } from './table-layout.ts';

/** What a cell holds. `blank` is given only where a blank cell may have been emptied by hand. */
export type CellContent =
  | { readonly kind: 'number'; readonly value: Decimal; readonly isPercentage: boolean }
  | { readonly kind: 'erase' }
  | { readonly kind: 'blank' }
  /** Neither a number nor a word that is understood; the reason is for the person. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** A formula whose result the file does not hold. */
  | { readonly kind: 'no result' };

/** A cell of a file that stands for a metric or SmartNumber in a period. */
export interface FileCell {
  /** `Review!C12`, `line 12, column C`. */
  readonly where: string;
  readonly subject: Subject;
  /** Null where the file does not say which. */
  readonly column: ColumnPeriod | null;
  readonly content: CellContent;
  /** Whether the content is the result of a formula, and was not typed. */
  readonly isFormula: boolean;
  /** The value when the file was exported, null if it was absent; undefined if the file does not say. */
  readonly base?: Decimal | null | undefined;
  /** When the value had last changed at the time of the export; undefined if the file does not say. */
  readonly revision?: Date | undefined;
  /** A note for the value; undefined if the file has no column of notes. */
  readonly notes?: string | null | undefined;
}
