import Big from 'big.js';

/** The exact sum of decimals in plain notation; `0` of none. */
export function decimalSum(addends: readonly string[]): string {
  return addends.reduce((sum, each) => sum.plus(each), new Big(0)).toFixed();
}
