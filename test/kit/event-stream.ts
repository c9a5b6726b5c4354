/** One server-sent event. */
export interface ServerEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string;
}

/** A stream of server-sent events, as a client of it has it. */
export interface EventStream {
  readonly response: Response;
  /** The next event; null where the stream has ended. */
  next(): Promise<ServerEvent | null>;
  /** All that still come until the stream ends. */
  rest(): Promise<ServerEvent[]>;
  /** Disconnects, as a closed browser tab does. */
  disconnect(): void;
}

/** Opens a stream; resolves once the server has answered with its headers. */
export async function openEventStream(url: string, init: RequestInit = {}): Promise<EventStream> {
  const connection = new AbortController();
  const headers = new Headers(init.headers);
  headers.set('accept', 'text/event-stream');
  const response = await fetch(url, { ...init, headers, signal: connection.signal });
  const events = parseEvents(response.body ?? new ReadableStream());
  const next = async () => (await events.next()).value ?? null;
  return {
    response,
    next,
    async rest() {
      const all: ServerEvent[] = [];
      for (let event = await next(); event !== null; event = await next()) all.push(event);
      return all;
    },
    disconnect: () => connection.abort(),
  };
}

/** As the HTML standard reads them: comments are left out, as are blocks without data. */
async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) yield event;
    }
  }
  return undefined;
}

function parseEvent(block: string): ServerEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name, value);
  }
  const data = fields.get('data');
  return data === undefined ? null : { id: fields.get('id'), event: fields.get('event'), data };
}
