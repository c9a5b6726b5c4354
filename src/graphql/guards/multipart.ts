import { isMultipart } from '#src/http/content-type.ts';
import { hasPreflightHeader } from '#src/http/local-access.ts';
import { MultipartError, parseForm } from '#src/http/multipart.ts';
import { RequestBodyError, readBytes } from '#src/http/request-body.ts';
import { MAX_FILE_BYTES } from '#src/service/limits.ts';

/** A file that came with a request: the value of an `Upload`. */
export class UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

/** The parameters of a multipart request with the file in its place; or why it is refused. */
type ReadMultipart = { readonly operations: object } | { readonly refusal: Response };

/** Operations, map and the file. */
const PARTS = 3;
/** Headers of the parts, and the map. */
const OVERHEAD_BYTES = 10_000;

/** Whether a request is one of the GraphQL multipart request convention. */
export function isMultipartRequest({ method, headers }: Request): boolean {
  return method === 'POST' && isMultipart(headers);
}

/**
 * Reads a request of the GraphQL multipart request convention (jaydenseric/graphql-multipart-request-spec) with one file. A form
 * of another site can send one, so it needs a header that a form cannot have.
 * @param maxBytes maximum size of its operations
 */
export async function readMultipart(request: Request, maxBytes: number): Promise<ReadMultipart> {
  if (!hasPreflightHeader(request.headers)) {
    return refused(403, 'FORBIDDEN', 'A multipart request needs the header GraphQL-Require-Preflight');
  }
  try {
    const body = await readBytes(request, maxBytes + MAX_FILE_BYTES + OVERHEAD_BYTES);
    return { operations: await operationsOf(await parseForm(request.headers, body, PARTS), maxBytes) };
  } catch (error) {
    if (error instanceof MultipartError) return refused(400, 'INVALID_PARAMETER', error.message);
    if (!(error instanceof RequestBodyError)) throw error;
    const message = `A file has at most ${MAX_FILE_BYTES.toLocaleString('en-US')} bytes`;
    return refused(413, error.code, message);
  }
}

function refused(status: number, code: string, message: string): { readonly refusal: Response } {
  return { refusal: Response.json({ errors: [{ message, extensions: { code } }] }, { status }) };
}

async function operationsOf(form: FormData, maxBytes: number): Promise<object> {
  const operations = jsonPart(form, 'operations', maxBytes);
  const map = jsonPart(form, 'map', OVERHEAD_BYTES);
  const [[name, paths] = [], second] = Object.entries(map);
  const file = name === undefined || second ? null : form.get(name);
  const path: unknown = Array.isArray(paths) && paths.length === 1 ? paths[0] : null;
  if (!(file instanceof Blob) || typeof path !== 'string') {
    throw new MultipartError('`map` must name one file and one place: { "0": ["variables.input.file"] }');
  }
  setFile(operations, path, new UploadedFile(file.name, new Uint8Array(await file.arrayBuffer())));
  return operations;
}

function jsonPart(form: FormData, name: string, maxBytes: number): Record<string, unknown> {
  const text = form.get(name);
  const value = typeof text === 'string' && text.length <= maxBytes ? parsed(text) : null;
  if (isObject(value)) return value;
  throw new MultipartError(
    `\`${name}\` must be a JSON object of at most ${maxBytes.toLocaleString('en-US')} characters`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Puts the file where the operations have null. */
function setFile(operations: Record<string, unknown>, path: string, file: UploadedFile): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const place = names.reduce<unknown>(
    (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    operations,
  );
  if (names[0] !== 'variables' || !isObject(place) || !Object.hasOwn(place, last) || place[last] !== null) {
    throw new MultipartError(`There is no null in \`operations\` at ${JSON.stringify(path.slice(0, 100))}`);
  }
  place[last] = file;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
