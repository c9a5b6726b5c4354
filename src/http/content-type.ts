/** Whether the content type is `application/json` or has the suffix `+json`. */
export function isJson(headers: Headers): boolean {
  const [essence = ''] = (headers.get('content-type') ?? '').split(';');
  return /^application\/([\w.-]+\+)?json$/i.test(essence.trim());
}

/** The charset of the content type, in lower case; null if it has none. */
export function charsetOf(headers: Headers): string | null {
  const named = /;\s*charset\s*=\s*("[^"]*"|[^\s;]*)/i.exec(headers.get('content-type') ?? '')?.[1];
  return named === undefined ? null : named.replaceAll('"', '').trim().toLowerCase();
}
