import { InvalidInputError, InvalidValueError, QbrError } from '#src/core/errors.ts';
import { MAX_NOTE_CHARACTERS } from './limits.ts';

/** Collects the problems of an input during its validation, to report them together. */
export interface InputProblems {
  /** Returns the result of `check`; undefined if it throws an expected error, which is collected. */
  try<Result>(check: () => Result): Result | undefined;
  /** As `try`, for an asynchronous check. */
  tryAsync<Result>(check: () => Promise<Result>): Promise<Result | undefined>;
  /** Adds a problem that the caller has found. */
  add(error: QbrError): void;
  /** The collected error, or InvalidInputError with all of them; null if there are none. */
  error(): QbrError | null;
  /** @throws the result of `error`, unless null */
  throwAll(): void;
  /**
   * Returns the results of the checks if none has failed.
   * @throws the result of `error`, unless null
   */
  complete<Checked extends object>(checked: Checked): Complete<Checked>;
}

type Complete<Checked> = { readonly [Name in keyof Checked]: Exclude<Checked[Name], undefined> };

/** @param known problems found earlier */
export function createInputProblems(known: readonly QbrError[] = []): InputProblems {
  const errors: QbrError[] = [...known];
  const note = (error: unknown): undefined => {
    if (!(error instanceof QbrError)) throw error;
    errors.push(error);
  };
  const combined = (): QbrError | null => (errors.length > 1 ? new InvalidInputError(errors) : (errors[0] ?? null));
  const throwAll = (): void => {
    const error = combined();
    if (error) throw error;
  };
  return {
    try(check) {
      try {
        return check();
      } catch (error) {
        return note(error);
      }
    },
    async tryAsync(check) {
      try {
        return await check();
      } catch (error) {
        return note(error);
      }
    },
    add: (error) => void errors.push(error),
    error: combined,
    throwAll,
    complete<Checked extends object>(checked: Checked) {
      throwAll();
      return checked as Complete<Checked>;
    },
  };
}

/** Characters that PostgreSQL's text cannot store: NUL and unpaired surrogates. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Checks that a text can be stored; null and undefined pass.
 * @throws InvalidValueError for more than 4,000 characters, NUL or unpaired surrogates
 */
export function checkNote(note: string | null | undefined, field: string): void {
  if (!note) return;
  if (note.length > MAX_NOTE_CHARACTERS) {
    throw new InvalidValueError(`A text must have at most ${MAX_NOTE_CHARACTERS} characters`, { field });
  }
  if (UNSTORABLE.test(note))
    throw new InvalidValueError('A text must not contain NUL or unpaired surrogates', { field });
}
