import type { QbrError } from '#src/core/errors.ts';

/** The data of an expected error without being an Error. */
class ToldError {
  constructor(error: QbrError) {
    Object.assign(this, { ...error, name: error.name, message: error.message });
  }
}

/** An expected error as data that a resolver can answer with: GraphQL throws every Error that one returns. */
export function toldError<Expected extends QbrError>(error: Expected): Expected {
  return new ToldError(error) as unknown as Expected;
}

/** Whether a resolver's answer is the data of an expected error. */
export function isTold(value: unknown): value is QbrError {
  return value instanceof ToldError;
}
