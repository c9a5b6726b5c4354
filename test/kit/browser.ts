import { CookieJar } from 'tough-cookie';

/** What a page's request got. */
export interface Visit {
  readonly status: number;
  /** Where the redirects led. */
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
  /** Every address on the way, the last one included. */
  readonly way: readonly URL[];
}

/** A browser as far as cookies and redirects go. */
export interface Browser {
  readonly cookies: CookieJar;
  /** Opens a page, following redirects up to where `until` says to stop: that address is not asked. */
  open(url: string | URL, init?: RequestInit, until?: (url: URL) => boolean): Promise<Visit>;
  /** Asks as a page of that site does, and follows nothing. */
  ask(url: string | URL, init?: RequestInit): Promise<Visit>;
  /** The value of a cookie; null where there is none. */
  cookie(url: string, name: string): Promise<string | null>;
}

const PAGE = 'text/html,application/xhtml+xml';
const MAX_REDIRECTS = 15;

export function createBrowser(): Browser {
  const cookies = new CookieJar();
  const step = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    // A server of an earlier test may have had the same port.
    headers.set('connection', 'close');
    const held = await cookies.getCookieString(url.href);
    if (held !== '') headers.set('cookie', held);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie())
      await cookies.setCookie(cookie, url.href, { ignoreError: true });
    return response;
  };
  const open: Browser['open'] = async (start, init = {}, until = () => false) => {
    let url = new URL(start);
    let request: RequestInit = { ...init, headers: { accept: PAGE, ...(init.headers as Record<string, string>) } };
    const way = [url];
    for (let count = 0; count < MAX_REDIRECTS; count++) {
      const response = await step(url, request);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status >= 400) {
        return { status: response.status, url, headers: response.headers, text: await response.text(), way };
      }
      url = new URL(location, url);
      way.push(url);
      if (until(url)) return { status: response.status, url, headers: response.headers, text: '', way };
      request = { headers: { accept: PAGE } };
    }
    throw new Error(`Too many redirects: ${way.map(({ href }) => href).join(' → ')}`);
  };
  return {
    cookies,
    open,
    async ask(url, init = {}) {
      const target = new URL(url);
      const response = await step(target, init);
      return {
        status: response.status,
        url: target,
        headers: response.headers,
        text: await response.text(),
        way: [target],
      };
    },
    async cookie(url, name) {
      return (await cookies.getCookies(url)).find((cookie) => cookie.key === name)?.value ?? null;
    },
  };
}
