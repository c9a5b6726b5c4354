import type { Context } from 'hono';
import { deleteCookie, generateCookie, getCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Access } from '#src/auth/access.ts';

/** One cookie of the program. */
interface ProgramCookie {
  read(context: Context): string | null;
  write(context: Context, value: string, expires: Date): void;
  remove(context: Context): void;
}

export interface Cookies {
  /** Holds a session's secret. */
  readonly session: ProgramCookie;
  /** Holds what a browser has begun a sign-in with. */
  readonly signIn: ProgramCookie;
}

/**
 * Cookies that no script reads and no other site's form sends. With https they are sent over nothing else, and their name
 * begins with `__Host-`, so that no other host of the domain, and nobody who alters plain http, can plant one. Below a path
 * they are not sent to whatever else the host serves; their name begins with `__Secure-` then, because `__Host-` knows no path.
 */
export function createCookies({ publicOrigin, basePath }: Pick<Access, 'publicOrigin' | 'basePath'>): Cookies {
  const secure = publicOrigin.startsWith('https:');
  const options: CookieOptions = { path: basePath || '/', httpOnly: true, sameSite: 'Lax', secure };
  const prefix = secure ? (basePath === '' ? '__Host-' : '__Secure-') : '';
  const cookie = (baseName: string): ProgramCookie => {
    const name = `${prefix}${baseName}`;
    return {
      read: (context) => getCookie(context, name) ?? null,
      write: (context, value, expires) =>
        context.header('Set-Cookie', generateCookie(name, value, { ...options, expires }), { append: true }),
      remove: (context) => {
        deleteCookie(context, name, options);
      },
    };
  };
  return { session: cookie('qbr_session'), signIn: cookie('qbr_sign_in') };
}
