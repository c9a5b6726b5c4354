/**
 * An exact fraction in lowest terms; `d` is positive. Own arithmetic of whole numbers, so that the second path to a value shares
 * neither the formula engine nor its library of fractions with the first one.
 */
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The fraction `n / d` in lowest terms. @throws RangeError for the denominator 0 */
export function exact(n: bigint, d = 1n): Exact {
  if (d === 0n) throw new RangeError('A fraction has no denominator 0');
  const sign = d < 0n ? -1n : 1n;
  const common = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d);
  return { n: (sign * n) / common, d: (sign * d) / common };
}

/** The fraction of a decimal in plain notation: `-2044.00`. @throws RangeError for other text */
export function exactOf(decimal: string): Exact {
  const [, sign, whole = '', places = ''] = PLAIN.exec(decimal) ?? [];
  if (sign === undefined) throw new RangeError(`Not a plain decimal: ${decimal}`);
  const digits = BigInt(whole + places);
  return exact(sign === '-' ? -digits : digits, 10n ** BigInt(places.length));
}

export function add(a: Exact, b: Exact): Exact {
  return exact(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Exact, b: Exact): Exact {
  return exact(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function multiply(a: Exact, b: Exact): Exact {
  return exact(a.n * b.n, a.d * b.d);
}

/** Null where the divisor is 0. */
export function divide(a: Exact, b: Exact): Exact | null {
  return b.n === 0n ? null : exact(a.n * b.d, a.d * b.n);
}

/** `"p/q"` in lowest terms; a whole number is `"7/1"`. */
export function fractionText({ n, d }: Exact): string {
  return `${n}/${d}`;
}

/** A decimal of exactly `places` places, rounded half away from zero; zero has no sign. */
export function fixed({ n, d }: Exact, places: number): string {
  const scaled = (n < 0n ? -n : n) * 10n ** BigInt(places);
  const digits = ((2n * scaled + d) / (2n * d)).toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return n < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

/** As `fixed`, without zeros at the end: the plain notation of a stored value. */
export function rounded(value: Exact, places: number): string {
  const text = fixed(value, places);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
