import { Decimal } from '#src/core/number.ts';

/** How a file writes numbers: `1,234.5`, or `1.234,5` and `1 234,5`. */
export const NUMBER_STYLES = ['point', 'comma'] as const;
export type NumberStyle = (typeof NUMBER_STYLES)[number];

/** A number as written, with the percent sign that it may have. */
export interface WrittenNumber {
  readonly value: Decimal;
  readonly isPercentage: boolean;
}

/** Longer than any number; a longer text would take time with the square of its length. */
const MAX_CHARACTERS = 60;
const STYLES: Readonly<Record<NumberStyle, { readonly whole: RegExp; readonly group: RegExp; readonly mark: string }>> =
  {
    point: { whole: /^(\d{1,15}|[1-9]\d{0,2}(,\d{3}){1,4})?(\.\d{1,15})?$/, group: /,/g, mark: '.' },
    comma: { whole: /^(\d{1,15}|[1-9]\d{0,2}([. '’]\d{3}){1,4})?(,\d{1,15})?$/, group: /[. '’]/g, mark: ',' },
  };
const SPACES = /[\s\u00a0\u202f\u2009]+/g;
const MINUS = /^-\s*|\s*-$/;
const CURRENCY = /^[$€£]\s*|\s*[$€£]$/;
/** Zero in accounting formats. */
const ZERO_AMOUNT = /^[$€£]\s*-$/;

/**
 * Reads `$1,234.50`, `(56,224.24)`, `-110.7`, `1.234,50`, `12.5%`, `1,234.50-`; null for anything else. Digits are never shifted: a
 * separator that is not where the style has it makes the text no number.
 */
export function readNumber(text: string, style: NumberStyle): WrittenNumber | null {
  if (text.length > MAX_CHARACTERS) return null;
  const trimmed = text.replace(SPACES, ' ').replace(/[−–]/g, '-').trim();
  if (ZERO_AMOUNT.test(trimmed)) return { value: new Decimal(0), isPercentage: false };
  const isPercentage = trimmed.includes('%');
  let rest = trimmed.replace(/^%\s*|\s*%(?=\)?$)/, '');
  const inner = /^([$€£]?)\s*\((.*)\)\s*([$€£]?)$/.exec(rest);
  if (inner) rest = `${inner[1]}${inner[2]}${inner[3]}`.trim();
  const unsigned = withoutSign(rest);
  if (unsigned === null || (inner && unsigned.isNegative)) return null;
  const value = plainValue(unsigned.digits, style);
  if (value === null) return null;
  const signed = inner || unsigned.isNegative ? value.negated() : value;
  return { value: isPercentage ? signed.dividedBy(100) : signed, isPercentage };
}

/** The digits without one minus and one currency sign, in either order; null where there are two. */
function withoutSign(text: string): { readonly digits: string; readonly isNegative: boolean } | null {
  const once = text.replace(MINUS, '');
  const plain = once.replace(CURRENCY, '');
  const digits = plain.replace(MINUS, '').trim();
  const count = Number(once !== text) + Number(digits !== plain.trim());
  return count > 1 ? null : { digits, isNegative: count === 1 };
}

function plainValue(digits: string, style: NumberStyle): Decimal | null {
  const { whole, group, mark } = STYLES[style];
  if (!/\d/.test(digits) || !whole.test(digits)) return null;
  return new Decimal(digits.replace(group, '').replace(mark, '.'));
}

/** How all numbers of a file are to be read, or one that can be read in two ways while no other text decides. */
export type FileStyle = { readonly style: NumberStyle } | { readonly ambiguous: string };

/**
 * The style of a file's numbers: that of its texts which can be read in one way only. Where none is, a file separated by
 * semicolons has decimal commas, because Excel writes those together, and one separated by commas has decimal points.
 */
export function styleOfTexts(texts: readonly string[], delimiter: string | null): FileStyle {
  let doubtful: string | null = null;
  const votes = { point: 0, comma: 0 };
  for (const text of texts) {
    const point = readNumber(text, 'point');
    const comma = readNumber(text, 'comma');
    if (point && comma && !point.value.equals(comma.value)) doubtful ??= text;
    if (point && !comma) votes.point += 1;
    if (comma && !point) votes.comma += 1;
  }
  if (votes.point !== votes.comma) return { style: votes.comma > votes.point ? 'comma' : 'point' };
  if (doubtful === null || delimiter === ',') return { style: 'point' };
  return delimiter === ';' ? { style: 'comma' } : { ambiguous: doubtful };
}
