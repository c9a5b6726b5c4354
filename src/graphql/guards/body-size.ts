/**
 * Refuses a body of too many bytes. A body that says its length is believed, because the listener reads no more of it
 * than that; any other is read and counted.
 * @returns the request, or another one with the body that has been read; a refusal where it is too long
 */
export async function withinBodyLimit(request: Request, maxBytes: number): Promise<Request | Response> {
  const length = request.headers.get('content-length');
  if (length !== null && /^\d+$/.test(length)) return Number(length) > maxBytes ? tooLarge(maxBytes) : request;
  if (request.body === null) return request;
  const body = await readUpTo(request.body, maxBytes);
  if (body === null) return tooLarge(maxBytes);
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body });
}

/** The bytes of a stream; null as soon as there are too many. */
async function readUpTo(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(maxBytes: number): Response {
  const most = maxBytes.toLocaleString('en-US');
  const message = `The body has more than ${most} bytes (QBR_GRAPHQL_MAX_BODY_BYTES). Send several requests.`;
  const extensions = { code: 'PAYLOAD_TOO_LARGE', limit: 'QBR_GRAPHQL_MAX_BODY_BYTES', maximum: maxBytes };
  return Response.json({ errors: [{ message, extensions }] }, { status: 413 });
}
