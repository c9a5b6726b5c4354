/**
 * A value that is there, or the promise of it. What has been read answers at once: a report has thousands of fields, and
 * a promise for each would cost more than all the rest of it. Why not a library: ops/decisions/0014-six-mechanisms-of-reading.md.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** `next` of the value: at once where it is there. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All of the values: at once where all are there. */
export function together<Values extends readonly unknown[]>(
  values: readonly [...{ [Index in keyof Values]: MaybePromise<Values[Index]> }],
): MaybePromise<Values> {
  const isThere = !values.some((value) => value instanceof Promise);
  return (isThere ? values : Promise.all(values)) as MaybePromise<Values>;
}
