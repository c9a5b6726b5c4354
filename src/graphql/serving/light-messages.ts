/**
 * Requests and responses for yoga, which executes operations: those of the platform make a stream of each body, which for a
 * short query took longer than its execution.
 */

/** A request whose body has been read; the signal is that of the original, which makes it when it is asked for. */
class ReadRequest implements Pick<Request, 'method' | 'url' | 'headers' | 'signal' | 'body' | 'json' | 'text'> {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body = null;
  readonly #original: Request;
  readonly #text: string;

  constructor(original: Request, text: string) {
    this.method = original.method;
    this.url = original.url;
    this.headers = original.headers;
    this.#original = original;
    this.#text = text;
  }

  get signal(): AbortSignal {
    return this.#original.signal;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }

  async text(): Promise<string> {
    return this.#text;
  }
}

/** A request whose body was a form: what of it are the parameters, as if they had come as JSON. */
class ParameterRequest extends ReadRequest {
  override readonly headers: Headers;
  readonly #parameters: object;

  constructor(original: Request, parameters: object) {
    super(original, '');
    this.headers = new Headers(original.headers);
    this.headers.set('content-type', 'application/json');
    this.#parameters = parameters;
  }

  override async json(): Promise<unknown> {
    return this.#parameters;
  }
}

/** A request with parameters that were read from a form. */
export function requestWithParameters(original: Request, parameters: object): Request {
  return new ParameterRequest(original, parameters) as Partial<Request> as Request;
}

/** A request with a body that has been read; null for none. */
export function readRequest(original: Request, text: string | null): Request {
  // What yoga uses of a request.
  return text === null ? original : (new ReadRequest(original, text) as Partial<Request> as Request);
}

/** A response with the text that it was made of. Not in a WeakMap: the values of one outlive V8's collections of new objects. */
interface WithText {
  [TEXT]?: string;
}
const TEXT = Symbol('text of the response');

/**
 * Makes the listener's light responses, which replace the global `Response` when the listener starts; a text that one was made
 * of can be read back.
 */
export const LightResponse: typeof Response = new Proxy(Response, {
  construct(_target, [body, init]: ConstructorParameters<typeof Response>) {
    const response = new globalThis.Response(body, init);
    if (typeof body === 'string') (response as WithText)[TEXT] = body;
    return response;
  },
});

/** The bytes of a response that has not been read. */
export async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const text = (response as WithText)[TEXT];
  return text === undefined ? new Uint8Array(await response.arrayBuffer()) : new TextEncoder().encode(text);
}
