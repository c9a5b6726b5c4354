import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with one request. */
export type Fault =
  /** The proper answer, late. */
  | { readonly kind: 'latency'; readonly timeMs: number }
  /** Another status in place of the answer: 429 with `retry-after`, a 5xx, a redirect. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is reset before anything is answered. */
  | { readonly kind: 'reset' }
  /** Half of the proper body. `broken` ends the connection before the announced length, `clean` announces no length. */
  | { readonly kind: 'truncated'; readonly ending: 'broken' | 'clean' }
  /** A proxy's HTML page with status 200. */
  | { readonly kind: 'html' }
  /** No answer, ever. */
  | { readonly kind: 'hang' };

/** Decides per request; numbers start at 1 and count since the server's start or the last `setFault`. */
export type FaultRule = (request: FakeRequest, requestNumber: number) => Fault | null;

export interface FakeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FakeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** What a fake was asked, in order, and how many requests were open at once. */
export interface RequestLog {
  readonly all: readonly FakeRequest[];
  readonly maxInFlight: number;
  clear(): void;
}

/** A vendor's API on a loopback port. */
export interface HttpFake {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly url: string;
  readonly requests: RequestLog;
  setFault(rule: FaultRule | null): void;
  close(): Promise<void>;
}

export interface HttpFakeOptions {
  readonly answer: (request: FakeRequest) => FakeReply | Promise<FakeReply>;
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** A free one by default. */
  readonly port?: number;
}

/** Starts a real HTTP server that answers with `answer`, keeps a log, and fails as the fault rule says. */
export async function startHttpFake(options: HttpFakeOptions): Promise<HttpFake> {
  const state = { all: [] as FakeRequest[], inFlight: 0, maxInFlight: 0, sinceRule: 0, rule: null as FaultRule | null };
  const server = createServer(async (incoming, response) => {
    state.inFlight += 1;
    state.maxInFlight = Math.max(state.maxInFlight, state.inFlight);
    let isOpen = true;
    const ended = (): void => {
      if (isOpen) state.inFlight -= 1;
      isOpen = false;
    };
    // Before whoever asked can know of the answer; otherwise its next request could be counted beside this one.
    response.once('prefinish', ended);
    response.once('close', ended);
    const request = await received(incoming).catch(() => undefined);
    if (request === undefined) return;
    state.all.push(request);
    state.sinceRule += 1;
    const fault = state.rule?.(request, state.sinceRule) ?? null;
    if (options.latencyMs) await sleep(options.latencyMs);
    await respond({ response, fault, reply: () => replyOf(options, request) });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: requestLog(state),
    setFault: (rule) => {
      state.rule = rule;
      state.sinceRule = 0;
    },
    close: () => closed(server),
  };
}

/** `fault` for the first `count` requests, then none. */
export function firstRequests(count: number, fault: Fault): FaultRule {
  return (_request, requestNumber) => (requestNumber <= count ? fault : null);
}

/** `fault` for the first `count` times that each distinct request is sent. */
export function firstTriesOfEach(count: number, fault: Fault): FaultRule {
  const tries = new Map<string, number>();
  return ({ method, path, query, body }) => {
    const key = `${method} ${path}?${query} ${body}`;
    tries.set(key, (tries.get(key) ?? 0) + 1);
    return (tries.get(key) ?? 0) <= count ? fault : null;
  };
}

/** `fault` for every request whose path contains `part`. */
export function everyRequestTo(part: string, fault: Fault): FaultRule {
  return (request) => (request.path.includes(part) ? fault : null);
}

/** 429 with `Retry-After`, in seconds or as an HTTP date. */
export function tooManyRequests(retryAfter: string): Fault {
  const body = JSON.stringify({ error: 'TooManyRequests', message: 'Rate limit exceeded' });
  return { kind: 'status', status: 429, headers: { 'retry-after': retryAfter }, body };
}

function requestLog(state: { all: FakeRequest[]; maxInFlight: number; inFlight: number }): RequestLog {
  return {
    get all() {
      return state.all;
    },
    get maxInFlight() {
      return state.maxInFlight;
    },
    clear() {
      state.all = [];
      state.maxInFlight = state.inFlight;
    },
  };
}

async function received(incoming: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function replyOf(options: HttpFakeOptions, request: FakeRequest): Promise<FakeReply> {
  try {
    return await options.answer(request);
  } catch (error) {
    // A defect of the fake: a status no client retries, so that a test fails at once and says why.
    return { status: 418, body: JSON.stringify({ code: 'FakeIsBroken', message: String(error) }) };
  }
}

interface Exchange {
  readonly response: ServerResponse;
  readonly fault: Fault | null;
  readonly reply: () => Promise<FakeReply>;
}

async function respond({ response, fault, reply }: Exchange): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      write(response, await reply());
      break;
    case 'latency':
      await sleep(fault.timeMs);
      write(response, await reply());
      break;
    case 'status':
      write(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'truncated':
      writeHalf(response, await reply(), fault.ending);
      break;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><head><title>Sign in to the network</title></head><body>Blocked.</body></html>');
      break;
    case 'hang':
      break;
  }
}

function write(response: ServerResponse, reply: FakeReply): void {
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(reply.body);
}

function writeHalf(response: ServerResponse, reply: FakeReply, ending: 'broken' | 'clean'): void {
  const half = reply.body.slice(0, Math.ceil(reply.body.length / 2));
  if (ending === 'clean') {
    write(response, { ...reply, body: half });
    return;
  }
  const announced = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(reply.body)) };
  response.writeHead(reply.status, { ...announced, ...reply.headers });
  response.write(half, () => response.destroy());
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
