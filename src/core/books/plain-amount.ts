import { Decimal } from '#src/core/number.ts';

const PLAIN = /^-?\d{1,15}(\.\d{1,10})?$/;

/** An amount as programs write it, `-644.71`; null for an empty text, undefined for any other. */
export function plainAmount(text: string): Decimal | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return PLAIN.test(trimmed) ? new Decimal(trimmed) : undefined;
}
