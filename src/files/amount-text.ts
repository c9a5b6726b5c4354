import { Decimal } from '#src/core/number.ts';

/** How a file writes amounts: `1,766.98`, or `1.766,98` and `1 766,98`. */
export type AmountStyle = 'point' | 'comma';

const STYLES: Readonly<Record<AmountStyle, { readonly whole: RegExp; readonly group: RegExp; readonly mark: string }>> =
  {
    point: { whole: /^(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,2})?$/, group: /,/g, mark: '.' },
    comma: { whole: /^(\d{1,15}|\d{1,3}([. '’]\d{3}){1,4})(,\d{1,2})?$/, group: /[. '’]/g, mark: ',' },
  };
const SIGN = /^-\s*/;
/** Longer than any amount; a longer text would take time with the square of its length. */
const MAX_CHARACTERS = 60;
const CURRENCY = /^[$€£]\s*|\s*[$€£]$/;

/** Reads `$1,766.98`, `-$438.18`, `$ -5,453.67`, `(438.18)`; null for anything else. Digits are never shifted. */
export function parseAmount(text: string, style: AmountStyle): Decimal | null {
  if (text.length > MAX_CHARACTERS) return null;
  let rest = text
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace('−', '-')
    .trim();
  let isNegative = false;
  const inner = /^(.*)\((.*)\)$/.exec(rest);
  if (inner) {
    isNegative = true;
    rest = `${inner[1] ?? ''}${inner[2] ?? ''}`.trim();
    if (rest.includes('-')) return null;
  }
  const before = SIGN.test(rest);
  rest = rest.replace(SIGN, '').replace(CURRENCY, '');
  const after = SIGN.test(rest);
  rest = rest.replace(SIGN, '').trim();
  if (before && after) return null;
  const { whole, group, mark } = STYLES[style];
  if (!whole.test(rest)) return null;
  const value = new Decimal(rest.replace(group, '').replace(mark, '.'));
  return isNegative || before || after ? value.negated() : value;
}

/** The style in which most of the texts are amounts. At most two decimals make `1,234` and `1.234` unambiguous. */
export function amountStyleOf(texts: readonly string[]): AmountStyle {
  const count = (style: AmountStyle) => texts.filter((text) => parseAmount(text, style) !== null).length;
  return count('comma') > count('point') ? 'comma' : 'point';
}
