import Big from 'big.js';

/** The exact difference of two decimals in plain notation: `10.25` and `4` give `6.25`. */
export function decimalDifference(minuend: string, subtrahend: string): string {
  return new Big(minuend).minus(subtrahend).toFixed();
}

/** The exact sum of decimals in plain notation; `0` of none. */
export function decimalSum(addends: readonly string[]): string {
  return addends.reduce((sum, each) => sum.plus(each), new Big(0)).toFixed();
}
