import { readLimitedBody } from '#src/http/limited-body.ts';
import { RequestError } from './request-error.ts';

/** Bytes that a body may have (docs/rest-contract.md, Limits). */
export const MOST_BODY_BYTES = 1_048_576;

/**
 * The JSON object that a request's body is.
 * @throws RequestError where it is none
 */
export async function readJsonObject(request: Request): Promise<Readonly<Record<string, unknown>>> {
  if (!isJson(request.headers)) {
    throw new RequestError('UNSUPPORTED_MEDIA_TYPE', 'Send Content-Type: application/json');
  }
  const bytes = await readLimitedBody(request, MOST_BODY_BYTES);
  if (bytes === null) {
    const most = MOST_BODY_BYTES.toLocaleString('en-US');
    throw new RequestError('PAYLOAD_TOO_LARGE', `A body has at most ${most} bytes; send several requests`);
  }
  const body = parseJson(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestError('INVALID_JSON', 'The body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // A body that is not UTF-8 is refused rather than read with other characters in it.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new RequestError('INVALID_JSON', `The body is not JSON: ${reasonOf(error)}`);
  }
}

/** V8's words quote the body, of which a few characters are enough. */
function reasonOf(error: unknown): string {
  return error instanceof SyntaxError ? error.message.slice(0, 120) : 'it is not UTF-8';
}

function isJson(headers: Headers): boolean {
  const [essence = ''] = (headers.get('content-type') ?? '').split(';');
  return /^application\/([\w.-]+\+)?json$/i.test(essence.trim());
}
