import { InvalidParameterError } from '#src/core/errors.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';

/** A request URL relative to a base URL. */
export interface RelativeUrl {
  /** With or without a leading slash. */
  readonly path: string;
  readonly searchParams?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** The URL of a request. `baseUrl` as returned by `checkedBaseUrl`. */
export function urlOf(baseUrl: string, request: RelativeUrl): URL {
  const url = new URL(`${baseUrl}/${request.path.replace(/^\/+/, '')}`);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.searchParams ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  // Spaces as %20, which every server accepts; a literal + is already %2B.
  url.search = query.toString().replaceAll('+', '%20');
  return url;
}

/** Checks a base URL and removes trailing slashes. @throws InvalidParameterError as `createVendorHttp` */
export function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url === undefined || !secure) {
    throw new InvalidParameterError('An API address must be an https URL (http only for this machine)');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InvalidParameterError('An API address must not contain a user, password, query or fragment');
  }
  return url.href.replace(/\/+$/, '');
}
