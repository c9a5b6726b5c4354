import { Decimal, toFixed } from '#src/core/number.ts';

export const ZERO = new Decimal(0);

export function sum(amounts: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

/** An amount in a message: `1,766.98`, `-438.18`; more places only where it has them. */
export function moneyText(amount: Decimal): string {
  const text = toFixed(amount, Math.max(2, amount.decimalPlaces()));
  const [whole = '', places = ''] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${places}`;
}
