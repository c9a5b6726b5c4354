import type { ObjectRef } from '@pothos/core';
import type * as errorClasses from '#src/core/errors.ts';
import type { QbrError } from '#src/core/errors.ts';
import { builder } from './builder.ts';

type Exported = typeof errorClasses;

/** A class of core/errors.ts; schema/types/error.ts gives it an object type of the same name. */
type ErrorClass = {
  [Name in keyof Exported]: Exported[Name] extends new (...args: never[]) => QbrError ? Exported[Name] : never;
}[keyof Exported];

/** What a mutation answers: its success, or one of the errors that its input can cause. */
interface ResultParts<Success> {
  readonly description: string;
  readonly success: ObjectRef<typeof builder.$inferSchemaTypes, Success>;
  readonly errors: readonly ErrorClass[];
}

/**
 * The union of a success type and error types. An error of the union that a field's resolver throws is the field's answer;
 * any other is an error of the request.
 */
export function resultUnion<Success extends object>(
  name: string,
  { description, success, errors }: ResultParts<Success>,
) {
  return builder.errorUnion(name, {
    description,
    types: [success, ...errors],
    // The plugin knows the type of an error before it asks for this.
    resolveType: () => success.name,
  });
}
