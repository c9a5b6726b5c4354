/**
 * One stored decimal less another, exactly: `"10.25"` less `"4"` is `"6.25"`. Both in plain notation, as the API writes them.
 */
export function decimalDifference(minuend: string, subtrahend: string): string {
  const places = Math.max(placesOf(minuend), placesOf(subtrahend));
  return plain(scaled(minuend, places) - scaled(subtrahend, places), places);
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

function plain(value: bigint, places: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
