import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { RouteVariables } from './route-variables.ts';
import { defaultHeader } from './security-headers.ts';

/** A content coding of responses (RFC 9110, 8.4.1). */
export type ContentCoding = 'br' | 'gzip';

/** Preferred first: at its fast levels brotli is smaller in as much time. */
const CODINGS = ['br', 'gzip'] as const;

/** Bytes. Below it, headers and latency outweigh what is saved. */
const MIN_BYTES = 1_024;
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/([\w.-]+\+)?json\b)/i;
/** Level 3 of either takes a third of a millisecond for the dashboard's 65 kB; the default levels take several times that. */
const FAST_LEVEL = 3;

const compress: Readonly<Record<ContentCoding, (bytes: Buffer) => Promise<Uint8Array<ArrayBuffer>>>> = {
  br: async (bytes) => {
    const params = { [zlib.BROTLI_PARAM_QUALITY]: FAST_LEVEL, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength };
    return new Uint8Array(await promisify(brotliCompress)(bytes, { params }));
  },
  gzip: async (bytes) => new Uint8Array(await promisify(gzip)(bytes, { level: FAST_LEVEL })),
};

/** The preferred coding that an `Accept-Encoding` header accepts by name; undefined for none. */
export function acceptedCoding(header: string | undefined): ContentCoding | undefined {
  if (header === undefined) return undefined;
  const accepted = new Set(
    header
      .toLowerCase()
      .split(',')
      .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
      .map((each) => each.replace(/;.*/, '').trim()),
  );
  return CODINGS.find((each) => accepted.has(each));
}

/**
 * Compresses text and JSON of at least 1 kB at a fast level, off the main thread. Event streams and other responses that must not
 * be buffered are not held back. The entity
 * tag becomes weak, because the bytes are others. Only compressed responses name `Accept-Encoding` in `Vary`: no shared cache
 * stores the others, which are private.
 */
export const compressed: MiddlewareHandler<RouteVariables> = async (context, next) => {
  await next();
  const coding = acceptedCoding(context.req.header('Accept-Encoding'));
  // Before the body: with it the listener's light response becomes another, without the headers that were added to it.
  const { status, headers } = context.res;
  if (coding === undefined || !isCompressible(headers)) return;
  const bytes = Buffer.from(await context.res.arrayBuffer());
  const isLong = bytes.byteLength >= MIN_BYTES;
  if (isLong) declareCoding(headers, coding, defaultHeader(context, 'Vary'));
  const body = isLong ? await compress[coding](bytes) : bytes;
  // Assigning to a response would merge the headers of the old one.
  context.res = undefined;
  context.res = new Response(body.byteLength > 0 ? body : null, { status, headers });
};

function declareCoding(headers: Headers, coding: ContentCoding, defaultVary: string | null): void {
  const etag = headers.get('ETag');
  if (etag?.startsWith('"')) headers.set('ETag', `W/${etag}`);
  const vary = headers.get('Vary') ?? defaultVary;
  headers.set('Vary', vary === null ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
  headers.set('Content-Encoding', coding);
  headers.delete('Content-Length');
}

function isCompressible(headers: Headers): boolean {
  if (headers.get('X-Accel-Buffering') === 'no') return false;
  return !headers.has('Content-Encoding') && COMPRESSIBLE.test(headers.get('Content-Type') ?? '');
}
