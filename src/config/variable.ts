import { z } from 'zod';

/** One environment variable, of type `T` once it is parsed. */
export interface Variable<T, Default extends string | null = string | null> {
  /** Its description in docs/operations.md and .env.example. */
  readonly meaning: string;
  /** The value of a variable that is unset or empty; null means "absent". */
  readonly default: Default;
  readonly example: string;
  /** Secrets are never shown by `qbr doctor`, a log or an error. */
  readonly secret?: true;
  readonly schema: z.ZodType<T, string>;
}

/** The parsed value of a variable; null only where it has no default. */
export type ValueOf<V> = V extends Variable<infer T, infer Default> ? T | Extract<Default, null> : never;

/** Ties a variable's parts together by their type. */
export function variable<T, const Default extends string | null>(
  definition: Variable<T, Default>,
): Variable<T, Default> {
  return definition;
}

/** A short text. */
export const text = z.string().min(1).max(255);
/** Any JSON. */
export const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
/** A JSON array of non-empty strings. */
export const jsonStrings = json.pipe(z.array(z.string().min(1), { error: 'is not a JSON array of strings' }));
/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is less than ${min}`).max(max, `is more than ${max}`));
/** `true` or `false`. */
export const yesOrNo = z
  .enum(['true', 'false'], { error: 'is neither true nor false' })
  .transform((value) => value === 'true');
/** A comma-separated list; spaces around items and empty items are ignored. */
export const listOf = <Item>(item: z.ZodType<Item, string>) =>
  z
    .string()
    .transform((value) => value.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(item));
