import { QbrError } from '#src/core/errors.ts';
import { charsetOf, isJson } from './content-type.ts';

/** Why a body is refused before anything is made of it. */
export class RequestBodyError extends QbrError {
  readonly code: 'UNSUPPORTED_MEDIA_TYPE' | 'PAYLOAD_TOO_LARGE' | 'INVALID_JSON';

  constructor(code: RequestBodyError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The text of a JSON body, not yet parsed. JSON is UTF-8 (RFC 8259, 8.1): anything else is refused rather than read with
 * other characters in it.
 * @param maxBytes how many bytes the body may have
 * @throws RequestBodyError where the content type is not JSON, there are too many bytes, or they are not UTF-8
 */
export async function readJsonText(request: Request, maxBytes: number): Promise<string> {
  // A form or plain text can be sent by a page of another site without being asked; JSON cannot.
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

/** A length that the request says is believed, because the listener reads no more than that; any other body is counted. */
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
