import { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { InvalidValueError } from './errors.ts';

/**
 * Stored values are decimals (`Decimal`). Formulas are evaluated on exact fractions, so that an average of 49 / 6 enters a
 * formula unrounded and a result on a rounding boundary is rounded correctly. Results are rounded once, when they are
 * stored, half away from zero as PostgreSQL rounds NUMERIC (docs/calculations.md section 3, rule 5).
 */
export { Decimal, Fraction };

/** Digits before the point that NUMERIC(14,4) holds. */
export const METRIC_INTEGER_DIGITS = 10;
/** Digits before the point that NUMERIC(12,4) holds. */
export const SMART_NUMBER_INTEGER_DIGITS = 8;
/** Decimal places of every stored SmartNumber and of metrics that are ratios or percentages. */
export const RATIO_PLACES = 4;

const PLAIN_DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

/**
 * Parses a finite decimal in plain or exponent notation.
 * @throws InvalidValueError for NaN, infinities, empty or other text
 */
export function parseDecimal(text: string, field = 'value'): Decimal {
  const trimmed = text.trim();
  if (!PLAIN_DECIMAL.test(trimmed)) throw new InvalidValueError(`${field} must be a finite number`, { field });
  return new Decimal(trimmed);
}

/** A decimal whose fraction is known, because a month's value enters a dozen formulas. */
interface WithFraction {
  [FRACTION]?: Fraction;
}
// Not in a WeakMap: the values of one outlive V8's collections of new objects.
const FRACTION = Symbol('fraction');

export function toFraction(value: Decimal): Fraction {
  const known = (value as WithFraction)[FRACTION];
  if (known) return known;
  const fraction = new Fraction(value.toFixed());
  Object.defineProperty(value, FRACTION, { value: fraction });
  return fraction;
}

/** Rounds to `places` decimals, half away from zero; zero has no sign. */
export function round(value: Decimal | Fraction, places: number): Decimal {
  if (!(value instanceof Decimal)) return new Decimal(toFixed(value, places));
  if (value.decimalPlaces() <= places && !value.isZero()) return value;
  const rounded = value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? rounded.abs() : rounded;
}

/** Rounds like `round` and writes exactly `places` decimals. */
export function toFixed(value: Decimal | Fraction, places: number): string {
  if (value instanceof Decimal) {
    const text = value.toFixed(places, Decimal.ROUND_HALF_UP);
    return text.startsWith('-') && /^-[0.]+$/.test(text) ? text.slice(1) : text;
  }
  const scale = 10n ** BigInt(places);
  const doubled = (value.n * scale * 2n + value.d) / (value.d * 2n);
  const digits = doubled.toString().padStart(places + 1, '0');
  const sign = value.s < 0n && doubled !== 0n ? '-' : '';
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-places)}`;
}

/** Whether `value` is finite and has at most `integerDigits` digits before the point. */
export function fits(value: Decimal, integerDigits: number): boolean {
  // The exponent of a value is that of its first digit.
  return value.isFinite() && (value.isZero() || value.e < integerDigits);
}
