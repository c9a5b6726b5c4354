import { InvalidValueError, MissingFieldError } from '#src/core/errors.ts';

const MAX_NAME_CHARACTERS = 100;
const MAX_SLUG_CHARACTERS = 60;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** The slug of an organization that was given none (store/organizations.ts). */
const DEFAULT_SLUG = /^organization-(\d+)$/;

/** @throws MissingFieldError, InvalidValueError */
export function checkName(given: string | null | undefined): string {
  const name = (given ?? '').trim();
  const field = 'name';
  if (name === '') throw new MissingFieldError('An organization needs a name', { field });
  if (name.length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidValueError(`A name has at most ${MAX_NAME_CHARACTERS} characters, in one line`, { field });
}

/**
 * @param id the organization's; null for a new one
 * @throws InvalidValueError
 */
export function checkSlug(given: string, id: number | null = null): string {
  const slug = given.trim();
  const [, number] = DEFAULT_SLUG.exec(slug) ?? [];
  const isFree = number === undefined || Number(number) === id;
  if (slug.length <= MAX_SLUG_CHARACTERS && SLUG.test(slug) && isFree) return slug;
  const message = `A slug consists of lower-case letters, digits and single hyphens, at most ${MAX_SLUG_CHARACTERS}, such as acme-it; organization-N is kept for organization N`;
  throw new InvalidValueError(message, { field: 'slug' });
}

/**
 * A slug made of a name: `Müller & Söhne IT` becomes `muller-sohne-it`.
 * @throws InvalidValueError for a name of which nothing remains
 */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  return checkSlug(slug);
}

/** @throws InvalidValueError */
export function checkTimeZone(given: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidValueError('A time zone is an IANA name such as America/Chicago', { field: 'timeZone' });
  }
}

/** @throws InvalidValueError */
export function checkCurrency(given: string): string {
  const currency = given.trim().toUpperCase();
  if (Intl.supportedValuesOf('currency').includes(currency)) return currency;
  throw new InvalidValueError('A currency is a code of ISO 4217 such as USD', { field: 'currency' });
}

/** @throws InvalidValueError */
export function checkLocale(given: string): string {
  try {
    const [locale] = Intl.getCanonicalLocales(given.trim());
    if (locale !== undefined && locale.length <= 35) return locale;
  } catch {
    // As below.
  }
  throw new InvalidValueError('A locale is a BCP 47 tag such as en-US', { field: 'locale' });
}
