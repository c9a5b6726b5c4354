const HOME = '/';
const MAX_CHARACTERS = 2_000;
/** Any origin will do: what stays on it is a path. */
const SOME_ORIGIN = 'https://qbr.invalid';

/**
 * Where to go after signing in: the path that was asked for, and `/` for whatever would lead to another site. Browsers read
 * `\` as `/`, drop tabs and line breaks, and take `//host` for another site, also where dots before it fall away.
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > MAX_CHARACTERS || !/^\/[^\p{Cc}\\]*$/u.test(wanted)) return HOME;
  if (!URL.canParse(wanted, SOME_ORIGIN)) return HOME;
  const { origin, pathname, search, hash } = new URL(wanted, SOME_ORIGIN);
  const path = `${pathname}${search}${hash}`;
  const isHere = origin === SOME_ORIGIN && !pathname.startsWith('//') && path.length <= MAX_CHARACTERS;
  // Back to where one signs in or out would be no way.
  return isHere && !/^\/(api\/)?auth\//.test(pathname) ? path : HOME;
}
