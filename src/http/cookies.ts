import type { Context } from 'hono';
import { deleteCookie, generateCookie, getCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Access } from '#src/auth/access.ts';

/** One of the program's cookies. */
interface ProgramCookie {
  read(context: Context): string | null;
  write(context: Context, value: string, expires: Date): void;
  remove(context: Context): void;
}

export interface Cookies {
  /** The session secret. */
  readonly session: ProgramCookie;
  /** Ties a sign-in to the browser that started it. */
  readonly signIn: ProgramCookie;
  /** Ties a connection of QuickBooks Online to the browser that started it. */
  readonly books: ProgramCookie;
}

/**
 * Cookies that scripts cannot read and other sites' forms do not send. With https they are `Secure` and named `__Host-…`, so
 * that neither another host of the domain nor plain http can set them. With a base path they are limited to it and named
 * `__Secure-…`, because `__Host-` allows no path.
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
  return { session: cookie('qbr_session'), signIn: cookie('qbr_sign_in'), books: cookie('qbr_books') };
}
