/**
 * A value that is there, or the promise of it. What has been read answers at once: a report has thousands of fields, and
 * a promise for each would cost more than all the rest of it. Why not a library: ops/decisions/0014-six-mechanisms-of-reading.md.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Applies `next` to the value, synchronously if it is not a promise. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All of the values, synchronously if none is a promise. */
export function together<Values extends readonly unknown[]>(
  values: readonly [...{ [Index in keyof Values]: MaybePromise<Values[Index]> }],
): MaybePromise<Values> {
  const areResolved = !values.some((value) => value instanceof Promise);
  return (areResolved ? values : Promise.all(values)) as MaybePromise<Values>;
}
