/** Marks a redirect to the public URL, so that a proxy that rewrites `Host` causes no redirect loop. */
const MOVED = 'moved';

/**
 * The URL where sign-in must start: its cookie belongs to one host, and the provider redirects to the public URL only.
 * @param path of this server: `/auth/login`
 * @returns null if the request came to the public URL, or was already redirected to it
 */
export function atPublicAddress(request: Request, publicOrigin: string, path: string): string | null {
  const { searchParams } = new URL(request.url);
  if (searchParams.has(MOVED) || isAtPublicAddress(request.headers, publicOrigin)) return null;
  searchParams.set(MOVED, '1');
  return `${publicOrigin}${path}?${searchParams}`;
}

/** `X-Forwarded-Proto` is believed from any client, because the redirect is harmless. */
function isAtPublicAddress(headers: Headers, publicOrigin: string): boolean {
  const { protocol, host } = new URL(publicOrigin);
  const asked = `${protocol}//${headers.get('host') ?? ''}`;
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  const isByHttp = protocol === 'https:' && scheme === 'http';
  return !isByHttp && URL.canParse(asked) && new URL(asked).host === host;
}
