import { InvalidParameterError } from '#src/core/errors.ts';

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether `hostname` (as `URL.hostname` gives it) is this machine, the only place credentials may go without TLS. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOST.test(hostname);
}

/** What is asked for, below a base URL. */
export interface RelativeUrl {
  /** With or without a leading slash. */
  readonly path: string;
  readonly searchParams?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** The address of a request below `baseUrl`, as `checkedBaseUrl` gives it. */
export function urlOf(baseUrl: string, request: RelativeUrl): URL {
  const url = new URL(`${baseUrl}/${request.path.replace(/^\/+/, '')}`);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.searchParams ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  // A space as %20, which every server reads; a literal + is already %2B.
  url.search = query.toString().replaceAll('+', '%20');
  return url;
}

/** The address without a slash at its end. @throws InvalidParameterError as `createVendorHttp` */
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
