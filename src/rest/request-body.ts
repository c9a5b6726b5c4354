import { readJsonText } from '#src/http/request-body.ts';
import { RequestError } from './request-error.ts';

/** Bytes that a body may have (docs/rest-contract.md, Limits). */
export const MOST_BODY_BYTES = 1_048_576;

/**
 * The JSON object that a request's body is.
 * @throws RequestError, RequestBodyError where it is none
 */
export async function readJsonObject(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = parseJson(await readJsonText(request, MOST_BODY_BYTES));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestError('INVALID_JSON', 'The body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's words quote the body, of which a few characters are enough.
    throw new RequestError('INVALID_JSON', `The body is not JSON: ${(error as SyntaxError).message.slice(0, 120)}`);
  }
}
