import { Fraction } from '#src/core/number.ts';

/** An exact value `n / d` with a positive `d`, not in lowest terms: values of one divisor then share their denominator. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

/** The value where the inputs of `changed` (bit `i` for input `i`) are in the second state; null if it has none there. */
export type ValueOf = (changed: number) => Ratio | null;

/** More inputs than any formula of the registry has; each doubles the work. */
export const MOST_INPUTS = 20;

/**
 * Divides the change of a value among the inputs that changed: the mean, over all orders of changing them one by one, of what each
 * changes (Shapley value). Exact, so that the shares add up to the change. An order on whose way the value has no result is left out;
 * the others count alike.
 * @param count how many inputs changed
 * @returns a share for each input; null if no order is left
 * @throws RangeError for more than 20 inputs
 */
export function sharesOfChange(count: number, at: ValueOf): readonly Fraction[] | null {
  if (count > MOST_INPUTS) throw new RangeError(`${count} inputs changed, at most ${MOST_INPUTS} can be told apart`);
  const values = Array.from({ length: 2 ** count }, (_, changed) => at(changed));
  const orders = ordersThrough(values, count);
  const all = orders.until[values.length - 1] ?? 0n;
  if (all === 0n) return null;
  return Array.from({ length: count }, (_, input) => {
    const { n, d } = sumOf(
      [...changesBy(2 ** input, values, orders)].map(([denominator, n]) => ({ n, d: denominator })),
    );
    return new Fraction(n, d * all);
  });
}

/** For each set of changed inputs: how many orders lead to it, and how many lead on from it to all inputs. */
interface Orders {
  readonly until: readonly bigint[];
  readonly after: readonly bigint[];
}

function ordersThrough(values: readonly (Ratio | null)[], count: number): Orders {
  const inputs = Array.from({ length: count }, (_, input) => 2 ** input);
  const last = values.length - 1;
  const [until, after] = [new Array<bigint>(values.length).fill(0n), new Array<bigint>(values.length).fill(0n)];
  const ways = (of: readonly bigint[], changed: number, isNext: (input: number) => boolean): bigint =>
    inputs.reduce((sum, input) => sum + (isNext(input) ? (of[changed ^ input] ?? 0n) : 0n), 0n);
  for (let changed = 0; changed <= last; changed += 1) {
    if (values[changed] === null) continue;
    until[changed] = changed === 0 ? 1n : ways(until, changed, (input) => (changed & input) !== 0);
  }
  for (let changed = last; changed >= 0; changed -= 1) {
    if (values[changed] === null) continue;
    after[changed] = changed === last ? 1n : ways(after, changed, (input) => (changed & input) === 0);
  }
  return { until, after };
}

/** What an input changes, summed over all orders: numerators by denominator. */
function changesBy(
  input: number,
  values: readonly (Ratio | null)[],
  { until, after }: Orders,
): ReadonlyMap<bigint, bigint> {
  const numerators = new Map<bigint, bigint>();
  const add = ({ n, d }: Ratio, times: bigint): void => void numerators.set(d, (numerators.get(d) ?? 0n) + n * times);
  for (const [changed, value] of values.entries()) {
    const next = changed & input ? null : values[changed | input];
    const orders = next ? (until[changed] ?? 0n) * (after[changed | input] ?? 0n) : 0n;
    if (!value || !next || orders === 0n) continue;
    add(next, orders);
    add(value, -orders);
  }
  return numerators;
}

/** Added in pairs and reduced by nobody, because greatest common divisors of long denominators take most of the time. */
function sumOf(terms: readonly Ratio[]): Ratio {
  const [first, ...others] = terms;
  if (!first) return { n: 0n, d: 1n };
  if (others.length === 0) return first;
  const half = terms.length >> 1;
  const [one, other] = [sumOf(terms.slice(0, half)), sumOf(terms.slice(half))];
  return { n: one.n * other.d + other.n * one.d, d: one.d * other.d };
}
