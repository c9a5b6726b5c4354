import { Decimal, type Fraction } from '#src/core/number.ts';

/**
 * Rounds parts so that they add up to a rounded whole (largest remainder, docs/calculations.md section 12): each is rounded down, and
 * what is missing then goes, a unit each, to those that lost most, among equals to the first. A part of 0 stays 0 unless all are.
 * @param whole with at most `places` decimals
 * @returns the parts in their order, with at most `places` decimals
 */
export function roundedParts(parts: readonly Fraction[], whole: Decimal, places: number): readonly Decimal[] {
  const scaled = parts.map((part) => part.mul(10n ** BigInt(places)));
  const units = scaled.map((part) => floorOf(part));
  const remainders = scaled.map((part, index) => part.sub(units[index] ?? 0n));
  const indices = parts.map((_, index) => index);
  const takers = parts.some((part) => part.n !== 0n) ? indices.filter((index) => parts[index]?.n !== 0n) : indices;
  const missing = BigInt(whole.times(new Decimal(10).pow(places)).toFixed(0)) - units.reduce((a, b) => a + b, 0n);
  const inTurn = takers.toSorted((a, b) => remainders[b]?.compare(remainders[a] ?? 0) ?? 0);
  for (const [turn, index] of inTurn.entries()) {
    units[index] = (units[index] ?? 0n) + shareOf(missing, { turn, of: inTurn.length });
  }
  return units.map((each) => new Decimal(each.toString()).div(new Decimal(10).pow(places)));
}

function floorOf({ s, n, d }: Fraction): bigint {
  return s < 0n ? -((n + d - 1n) / d) : n / d;
}

/** Of `missing` units, which may be negative, for the one whose turn it is. */
function shareOf(missing: bigint, { turn, of }: { readonly turn: number; readonly of: number }): bigint {
  const count = BigInt(of);
  const rest = ((missing % count) + count) % count;
  return (missing - rest) / count + (BigInt(turn) < rest ? 1n : 0n);
}
