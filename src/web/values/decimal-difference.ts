import Big from 'big.js';

/** The exact difference of two decimals in plain notation: `10.25` and `4` give `6.25`. */
export function decimalDifference(minuend: string, subtrahend: string): string {
  return new Big(minuend).minus(subtrahend).toFixed();
}
