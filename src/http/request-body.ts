import { QbrError } from '#src/core/errors.ts';
import { charsetOf, isJson } from './content-type.ts';

/** A request body is rejected before it is parsed. */
export class RequestBodyError extends QbrError {
  readonly code: 'UNSUPPORTED_MEDIA_TYPE' | 'PAYLOAD_TOO_LARGE' | 'INVALID_JSON';

  constructor(code: RequestBodyError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The text of a JSON body, not yet parsed. JSON is UTF-8 (RFC 8259, 8.1); other encodings are rejected.
 * @param maxBytes maximum size of the body
 * @throws RequestBodyError if the content type is not JSON, the body is too large, or it is not UTF-8
 */
export async function readJsonText(request: Request, maxBytes: number): Promise<string> {
  // A page of another site can send a form or plain text without a preflight, but not JSON.
  if (!isJson(request.headers)) {
    throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', 'Send Content-Type: application/json');
  }
  const charset = charsetOf(request.headers);
  if (charset !== null && !UTF8_NAMES.has(charset)) {
    throw new RequestBodyError('INVALID_JSON', `JSON is sent as UTF-8; the Content-Type names another charset`);
  }
  const bytes = await readLimited(request, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestBodyError('INVALID_JSON', 'The body is not JSON: it is not UTF-8');
  }
}

const UTF8_NAMES: ReadonlySet<string> = new Set(['utf-8', 'utf8']);

/** `Content-Length` is trusted, because the listener reads no more than that; other bodies are counted. */
async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length');
  if (length !== null && /^\d+$/.test(length)) {
    if (Number(length) > maxBytes) throw tooLarge(maxBytes);
    return new Uint8Array(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (const stream = request.body?.getReader(); stream; ) {
    const part = await stream.read();
    if (part.done) break;
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await stream.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): RequestBodyError {
  const most = maxBytes.toLocaleString('en-US');
  return new RequestBodyError('PAYLOAD_TOO_LARGE', `A body has at most ${most} bytes; send several requests`);
}
