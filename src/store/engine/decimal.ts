import { Decimal } from '#src/core/number.ts';

/** A database NUMERIC as core's decimal: Prisma brings a class of its own that core must not know. */
export function toDecimal(value: { toString(): string }): Decimal {
  return new Decimal(value.toString());
}

/** As `toDecimal`, null for null. */
export function toDecimalOrNull(value: { toString(): string } | null): Decimal | null {
  return value === null ? null : toDecimal(value);
}
