/** A form that cannot be read; the message is for the caller. */
export class MultipartError extends Error {}

/**
 * Parses a body as `multipart/form-data`.
 * @param body the body, read within a limit
 * @param most parts, each of which costs more than its bytes: they are counted before they are parsed
 * @throws MultipartError for anything else, and for more parts
 */
export async function parseForm(headers: Headers, body: Uint8Array, most: number): Promise<FormData> {
  const type = headers.get('content-type') ?? '';
  const boundary = /;\s*boundary=("[^"]+"|[^\s;]+)/i.exec(type)?.[1]?.replaceAll('"', '');
  if (boundary === undefined) throw new MultipartError('The Content-Type has no boundary');
  // A boundary begins each part, and one ends the last.
  if (isRepeated(body, `--${boundary}`, most + 1)) throw new MultipartError(`The form has more than ${most} parts`);
  try {
    return await new Response(Buffer.from(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new MultipartError('The body is not multipart/form-data');
  }
}

function isRepeated(body: Uint8Array, text: string, most: number): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let count = 0;
  for (let at = bytes.indexOf(text); at !== -1 && count <= most; at = bytes.indexOf(text, at + text.length)) count += 1;
  return count > most;
}
