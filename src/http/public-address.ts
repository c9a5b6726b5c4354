/** Marks a redirect to the public address, so that a proxy that hides the name it was asked by causes no circle. */
const MOVED = 'moved';

/**
 * Where a sign-in must begin instead: the cookie that it begins with is of one host, and the provider sends the browser back
 * to the public address only.
 * @param path of this server: `/auth/login`
 * @returns null where the request came to the public address, or was sent there before
 */
export function atPublicAddress(request: Request, publicOrigin: string, path: string): string | null {
  const { searchParams } = new URL(request.url);
  if (searchParams.has(MOVED) || isAtPublicAddress(request.headers, publicOrigin)) return null;
  searchParams.set(MOVED, '1');
  return `${publicOrigin}${path}?${searchParams}`;
}

/** A proxy may tell by which scheme it was asked; the redirect is harmless, so that anybody may say so. */
function isAtPublicAddress(headers: Headers, publicOrigin: string): boolean {
  const { protocol, host } = new URL(publicOrigin);
  const asked = `${protocol}//${headers.get('host') ?? ''}`;
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  const isByHttp = protocol === 'https:' && scheme === 'http';
  return !isByHttp && URL.canParse(asked) && new URL(asked).host === host;
}
