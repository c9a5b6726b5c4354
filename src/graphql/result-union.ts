import type { ObjectRef } from '@pothos/core';
import type * as errorClasses from '#src/core/errors.ts';
import type { QbrError } from '#src/core/errors.ts';
import { builder } from './builder.ts';
import { isTold, toldError } from './told-error.ts';

type Exported = typeof errorClasses;

/** A class of core/errors.ts; schema/error.ts gives it an object type of the same name. */
type ErrorClass = {
  [Name in keyof Exported]: Exported[Name] extends new (...args: never[]) => QbrError ? Exported[Name] : never;
}[keyof Exported];
type ExpectedError = InstanceType<ErrorClass>;

/** What a mutation answers: its success, or one of the errors that its input can cause. */
interface ResultParts<Success> {
  readonly description: string;
  readonly success: ObjectRef<typeof builder.$inferSchemaTypes, Success>;
  readonly errors: readonly ErrorClass[];
}

/**
 * The union of a success type and error types, and how a resolver answers with it: an expected error of the union that
 * the work throws is the answer, any other is thrown on.
 */
export function resultUnion<Success extends object>(
  name: string,
  { description, success, errors }: ResultParts<Success>,
) {
  const type = builder.unionType(name, {
    description,
    types: [success, ...errors],
    resolveType: (value) => (isTold(value) ? value.name : success.name),
  });
  const isExpected = (error: unknown): error is ExpectedError => errors.some((each) => error instanceof each);
  const from = async (work: () => Promise<Success>): Promise<Success | ExpectedError> => {
    try {
      return await work();
    } catch (error) {
      if (isExpected(error)) return toldError(error);
      throw error;
    }
  };
  return { type, from };
}
