/** The most a request may hold: 1 MB (rest-contract.md, Limits). */
export const MOST_BODY_BYTES = 1_048_576;

/**
 * The request, with a body that is known to be within the limit. Node holds a body to its announced length; one without
 * is read here.
 * @returns null where the body is too large
 */
export async function withinBodyLimit(request: Request): Promise<Request | null> {
  const announced = request.headers.get('content-length');
  if (announced !== null) return Number(announced) <= MOST_BODY_BYTES ? request : null;
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return request;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > MOST_BODY_BYTES) return null;
    chunks.push(read.value);
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}
