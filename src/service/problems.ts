import { InvalidInputError, InvalidValueError, QbrError } from '#src/core/errors.ts';
import { MAX_NOTE_CHARACTERS } from './limits.ts';

/** What is wrong with one input: gathered while it is checked, and told together. */
export interface InputProblems {
  /** What `check` gives; undefined where it throws an expected error, which is noted. */
  try<Result>(check: () => Result): Result | undefined;
  /** As `try`, for a check that asks the database. */
  tryAsync<Result>(check: () => Promise<Result>): Promise<Result | undefined>;
  /** The one error that was noted, InvalidInputError with every one where there are several; null where none was. */
  error(): QbrError | null;
  /** @throws what `error` gives, unless that is null */
  throwAll(): void;
  /**
   * What checks gave, now that none of them has failed.
   * @throws what `error` gives, unless that is null
   */
  complete<Checked extends object>(checked: Checked): Complete<Checked>;
}

type Complete<Checked> = { readonly [Name in keyof Checked]: Exclude<Checked[Name], undefined> };

/** @param known what has been found wrong before */
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
    error: combined,
    throwAll,
    complete<Checked extends object>(checked: Checked) {
      throwAll();
      return checked as Complete<Checked>;
    },
  };
}

/** What PostgreSQL's text cannot hold: the character 0, and halves of a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Refuses a text that a person wrote and that cannot be stored; null and undefined are no text.
 * @throws InvalidValueError where it has more than 4,000 characters, or one that no text holds
 */
export function checkNote(note: string | null | undefined, field: string): void {
  if (!note) return;
  if (note.length > MAX_NOTE_CHARACTERS) {
    throw new InvalidValueError(`A text has at most ${MAX_NOTE_CHARACTERS} characters`, { field });
  }
  if (UNSTORABLE.test(note)) throw new InvalidValueError('A text holds no NUL and no half characters', { field });
}
