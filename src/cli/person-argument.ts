import { NotFoundError } from '#src/core/errors.ts';

/** Somebody who can be named by id or address. */
interface Named {
  readonly id: number | null;
  readonly email: string | null;
}

/**
 * The person with this id or e-mail address, whatever its case.
 * @param what is said of nobody: `person`, `operator`
 * @throws NotFoundError
 */
export function findByIdOrEmail<Person extends Named>(
  people: readonly Person[],
  text: string,
  what: string,
): Person & { readonly id: number } {
  const found = people.find(({ id, email }) => String(id) === text || email === text.trim().toLowerCase());
  if (found && found.id !== null) return { ...found, id: found.id };
  throw new NotFoundError(`There is no ${what} ${text}`, { field: what });
}
