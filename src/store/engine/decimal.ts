import { Decimal } from '#src/core/number.ts';

/** Converts a database NUMERIC to core's decimal; Prisma has its own class, which core must not depend on. */
export function toDecimal(value: { toString(): string }): Decimal {
  return new Decimal(value.toString());
}

/** As `toDecimal`, null for null. */
export function toDecimalOrNull(value: { toString(): string } | null): Decimal | null {
  return value === null ? null : toDecimal(value);
}
