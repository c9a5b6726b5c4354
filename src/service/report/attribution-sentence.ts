import { formatChange, formatDifference, type Style } from '#src/core/metrics/format.ts';
import { Decimal } from '#src/core/number.ts';
import { counted } from '#src/core/words.ts';

/** A part of a change: an input's, or a month's. */
export interface ToldPart {
  readonly label: string;
  readonly shown: Decimal;
}

/** How many parts a sentence names; the others are one sum. */
const NAMED = 4;

/**
 * What a change consists of: `Net Profit % -1.82 points: Employee Expense -3.10, Monthly Recurring Revenue (MRR) +0.95 and 3 others
 * +0.33.` Its numbers add up to the change.
 * @param parts in the order in which they are named, rounded so that they add up to `change`
 */
export function attributionSentence(
  { label, ...style }: Style & { readonly label: string },
  change: Decimal,
  parts: readonly ToldPart[],
): string {
  const told = parts.filter(({ shown }) => !shown.isZero());
  if (told.length === 0) return `${label} ${change.isZero() ? 'did not change' : formatChange(change, style)}.`;
  const named = told.slice(0, told.length > NAMED + 1 ? NAMED : told.length);
  const others = told.slice(named.length);
  const texts = named.map((part) => `${part.label} ${numberOf(part.shown, style)}`);
  const sum = others.reduce((whole, { shown }) => whole.plus(shown), new Decimal(0));
  const rest = others.length === 0 ? '' : ` and ${counted(others.length, 'other')} ${numberOf(sum, style)}`;
  return `${label} ${formatChange(change, style)}: ${texts.join(', ')}${rest}.`;
}

/** Without the unit that the change has said. */
function numberOf(shown: Decimal, style: Style): string {
  const text = formatDifference(shown, style);
  return style.format === 'percentage' ? text.replace('%', '') : text;
}
