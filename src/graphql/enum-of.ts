import { builder } from './builder.ts';

/**
 * An enum type of the given values, each with its description. In GraphQL a value has its name in upper case, with `_` for
 * spaces: `catch_up` is `CATCH_UP`, `in range` is `IN_RANGE`.
 */
export function enumOf<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
) {
  const entries = Object.entries<string>(values).map(([value, text]) => {
    return [value.toUpperCase().replaceAll(' ', '_'), { value: value as Value, description: text }] as const;
  });
  return builder.enumType(name, { description, values: Object.fromEntries(entries) });
}
