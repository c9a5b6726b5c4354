import type { ObjectRef } from '@pothos/core';
import type * as errorClasses from '#src/core/errors.ts';
import type { QbrError } from '#src/core/errors.ts';
import { builder } from './builder.ts';

type Exported = typeof errorClasses;

/** A class of core/errors.ts; schema/types/error.ts gives it an object type of the same name. */
type ErrorClass = {
  [Name in keyof Exported]: Exported[Name] extends new (...args: never[]) => QbrError ? Exported[Name] : never;
}[keyof Exported];

/** Members of a result union. */
interface ResultParts<Success> {
  readonly description: string;
  readonly success: ObjectRef<typeof builder.$inferSchemaTypes, Success>;
  readonly errors: readonly ErrorClass[];
}

/**
 * The union of a success type and error types. A member error that the resolver throws becomes the field's
 * value; any other error becomes an error of the request.
 */
export function resultUnion<Success extends object>(
  name: string,
  { description, success, errors }: ResultParts<Success>,
) {
  return builder.errorUnion(name, {
    description,
    types: [success, ...errors],
    // The plugin resolves errors itself and calls this for successes only.
    resolveType: () => success.name,
  });
}
