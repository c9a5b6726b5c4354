import { readLimitedBody } from '#src/http/limited-body.ts';

/**
 * Looks whether a body has too many bytes. A body that says its length is believed, because the listener reads no more of
 * it than that; any other is read and counted.
 * @returns the request, or another one with the body that has been read; null where it is too long
 */
export async function withinBodyLimit(request: Request, maxBytes: number): Promise<Request | null> {
  const length = request.headers.get('content-length');
  if (length !== null && /^\d+$/.test(length)) return Number(length) > maxBytes ? null : request;
  if (request.body === null) return request;
  const body = await readLimitedBody(request, maxBytes);
  if (body === null) return null;
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body });
}

/** The refusal of a body that is too long. */
export function bodyTooLarge(maxBytes: number): Response {
  const most = maxBytes.toLocaleString('en-US');
  const message = `The body has more than ${most} bytes (QBR_GRAPHQL_MAX_BODY_BYTES). Send several requests.`;
  const extensions = { code: 'PAYLOAD_TOO_LARGE', limit: 'QBR_GRAPHQL_MAX_BODY_BYTES', maximum: maxBytes };
  return Response.json({ errors: [{ message, extensions }] }, { status: 413 });
}
