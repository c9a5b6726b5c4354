const HOME = '/';
const MAX_CHARACTERS = 2_000;
/** Any origin works: a URL that stays on it is a path. */
const SOME_ORIGIN = 'https://qbr.invalid';

/**
 * The path to return to after sign-in: the requested one, or `/` if it would lead to another site. Browsers read `\` as `/`,
 * drop tabs and line breaks, and treat `//host` as another site, also after removing dot segments.
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > MAX_CHARACTERS || !/^\/[^\p{Cc}\\]*$/u.test(wanted)) return HOME;
  if (!URL.canParse(wanted, SOME_ORIGIN)) return HOME;
  const { origin, pathname, search, hash } = new URL(wanted, SOME_ORIGIN);
  const path = `${pathname}${search}${hash}`;
  const isHere = origin === SOME_ORIGIN && !pathname.startsWith('//') && path.length <= MAX_CHARACTERS;
  // The sign-in and sign-out routes would redirect in a loop.
  return isHere && !/^\/(api\/)?auth\//.test(pathname) ? path : HOME;
}
