import { RequestBodyError, readJsonText } from '#src/http/request-body.ts';

/** The text of a body, null where there is none; or the refusal of one that is not JSON in UTF-8, or too long. */
type ReadBody = { readonly text: string | null } | { readonly refusal: Response };

/** Reads a request's body, once. What is not posted has none. */
export async function readBody(request: Request, maxBytes: number): Promise<ReadBody> {
  if (request.method !== 'POST') return { text: null };
  try {
    return { text: await readJsonText(request, maxBytes) };
  } catch (error) {
    if (!(error instanceof RequestBodyError)) throw error;
    const isTooLarge = error.code === 'PAYLOAD_TOO_LARGE';
    return { refusal: isTooLarge ? bodyTooLarge(maxBytes) : refused(STATUS[error.code], error) };
  }
}

const STATUS = { UNSUPPORTED_MEDIA_TYPE: 415, INVALID_JSON: 400 } as const;

function refused(status: number, { code, message }: RequestBodyError): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status });
}

function bodyTooLarge(maxBytes: number): Response {
  const most = maxBytes.toLocaleString('en-US');
  const message = `The body has more than ${most} bytes (QBR_GRAPHQL_MAX_BODY_BYTES). Send several requests.`;
  const extensions = { code: 'PAYLOAD_TOO_LARGE', limit: 'QBR_GRAPHQL_MAX_BODY_BYTES', maximum: maxBytes };
  return Response.json({ errors: [{ message, extensions }] }, { status: 413 });
}
