/** Whether a body is JSON by its content type: `application/json`, or another type that is written in it. */
export function isJson(headers: Headers): boolean {
  const [essence = ''] = (headers.get('content-type') ?? '').split(';');
  return /^application\/([\w.-]+\+)?json$/i.test(essence.trim());
}

/** The charset that a content type names, in lower case; null where it names none. */
export function charsetOf(headers: Headers): string | null {
  const named = /;\s*charset\s*=\s*("[^"]*"|[^\s;]*)/i.exec(headers.get('content-type') ?? '')?.[1];
  return named === undefined ? null : named.replaceAll('"', '').trim().toLowerCase();
}
