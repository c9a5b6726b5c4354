import { readJsonText } from '#src/http/request-body.ts';
import { RequestError } from './request-error.ts';

/** Maximum size of a body in bytes (docs/rest-contract.md, Limits). */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Reads the body of a request as a JSON object.
 * @throws RequestError, RequestBodyError if it is not one
 */
export async function readJsonObject(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = parseJson(await readJsonText(request, MAX_BODY_BYTES));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestError('INVALID_JSON', 'The body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message quotes the body; a few characters are enough.
    throw new RequestError('INVALID_JSON', `The body is not JSON: ${(error as SyntaxError).message.slice(0, 120)}`);
  }
}
