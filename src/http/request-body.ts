import type { IncomingMessage } from 'node:http';
import { QbrError } from '#src/core/errors.ts';
import { charsetOf, isJson, isMultipart, isTable, TABLE_TYPES } from './content-type.ts';
import { MultipartError, parseForm } from './multipart.ts';

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
  const bytes = await readBytes(request, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestBodyError('INVALID_JSON', 'The body is not JSON: it is not UTF-8');
  }
}

const XML_TYPES = /^(text\/xml|application\/xml|application\/soap\+xml)$/i;

/**
 * The text of an XML body, not yet parsed, in the charset of its content type, UTF-8 by default.
 * @param maxBytes maximum size of the body
 * @throws RequestBodyError if the content type is not XML, the body is too large, or not in its charset
 */
export async function readXmlText(request: Request, maxBytes: number): Promise<string> {
  const [essence = ''] = (request.headers.get('content-type') ?? '').split(';');
  // A page of another site cannot send it without a preflight.
  if (!XML_TYPES.test(essence.trim())) {
    throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', 'Send Content-Type: text/xml; charset=utf-8');
  }
  const bytes = await readBytes(request, maxBytes);
  try {
    return new TextDecoder(charsetOf(request.headers) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', 'The body is not in the charset of its Content-Type');
  }
}

/** A file of a request. */
export interface ReceivedFile {
  readonly bytes: Uint8Array;
  /** Null where the body is the file itself. */
  readonly name: string | null;
}

/**
 * A workbook, a table of text, or JSON: the body itself, or the one file of a form.
 * @param maxBytes maximum size of the file
 * @throws RequestBodyError for another content type, a form without exactly one file, or a file that is too large
 */
export async function readFile(request: Request, maxBytes: number): Promise<ReceivedFile> {
  const { headers } = request;
  if (isMultipart(headers)) return fileOfForm(headers, await readBytes(request, maxBytes + FORM_OVERHEAD_BYTES));
  // A page of another site can send a form or plain text without a preflight, but none of these.
  if (!isJson(headers) && !isTable(headers)) {
    const types = ['multipart/form-data', ...TABLE_TYPES, 'application/json'].join(', ');
    throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', `Send the file with its Content-Type: ${types}`);
  }
  return { bytes: await readBytes(request, maxBytes), name: null };
}

/** Headers and boundaries of one part. */
const FORM_OVERHEAD_BYTES = 2_000;

async function fileOfForm(headers: Headers, body: Uint8Array): Promise<ReceivedFile> {
  const wanted = 'Send one file, as the part `file` of the form';
  try {
    const file = (await parseForm(headers, body, 1)).get('file');
    if (file instanceof Blob) return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
    throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', `${error.message}. ${wanted}`);
  }
  throw new RequestBodyError('UNSUPPORTED_MEDIA_TYPE', wanted);
}

const UTF8_NAMES: ReadonlySet<string> = new Set(['utf-8', 'utf8']);

/**
 * The bytes of a body. `Content-Length` is trusted, because the listener reads no more than that; other bodies are counted.
 * @throws RequestBodyError if the body is too large
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length');
  if (length !== null && /^\d+$/.test(length) && Number(length) > maxBytes) throw tooLarge(maxBytes);
  const incoming = (request as WithIncoming)[INCOMING];
  // What has been read from Node is in the request's own stream.
  const isUnread = incoming !== undefined && !incoming.readableDidRead;
  return isUnread ? readIncoming(incoming, maxBytes) : readFetched(request, maxBytes);
}

/**
 * A request with its body as Node receives it. Not in a WeakMap: its values outlive V8's collections of new objects, so that each request
 * with all that it refers to became an old object, which made every collection ten times as long.
 */
interface WithIncoming {
  [INCOMING]?: IncomingMessage;
}
const INCOMING = Symbol('body as Node receives it');

/** Lets the body of a request be read from what Node receives: a web stream of it would cost as much as a short query. */
export function setIncomingBody(request: Request, incoming: IncomingMessage): void {
  (request as WithIncoming)[INCOMING] = incoming;
}

/** What is left of a body that is too large stays unread; the listener discards it behind the response. */
function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      incoming.off('data', onData).pause();
      reject(tooLarge(maxBytes));
    };
    const lost = (): void => reject(incoming.errored ?? new Error('The client ended the connection within the body'));
    incoming.on('data', onData).once('error', lost).once('close', lost);
    incoming.once('end', () => {
      incoming.off('close', lost);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    if (incoming.destroyed) lost();
  });
}

async function readFetched(request: Request, maxBytes: number): Promise<Uint8Array> {
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
