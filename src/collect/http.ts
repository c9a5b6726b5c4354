import type { IncomingHttpHeaders } from 'node:http';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { createRedactor, type Redactor } from '#src/log/redaction.ts';
import { observed, type VendorRequestActivity } from '#src/telemetry/activity.ts';
import { describeNetworkError, describeRefusal, describeSchemaError, type Failure } from './http-failure.ts';
import { createRetries, giveUpError, type RetryOptions, SYSTEM_TIMER, type Timer } from './http-retry.ts';
import { checkedBaseUrl, urlOf } from './http-url.ts';
import { internetLookup, requireOnInternet, type VendorNetwork } from './public-network.ts';
import { createServerLeases, type Lease, type ServerLeases } from './server-leases.ts';
import { VendorError } from './vendor-error.ts';

export interface VendorHttpOptions extends RetryOptions {
  /** The vendor's name in messages, `ConnectWise`. */
  readonly vendor: string;
  /** `https:`, or `http:` on a loopback host; without user, query or fragment. Paths are appended to it. */
  readonly baseUrl: string;
  /** Maximum concurrent requests, including those waiting for a retry. */
  readonly concurrency: number;
  /** Shares the server with other clients, by host and port; with nobody by default. Each attempt has its lease. */
  readonly leases?: ServerLeases | undefined;
  /** Where it may be; `any` by default. */
  readonly network?: VendorNetwork | undefined;
  /** Timeout of one attempt, from connecting to the last byte, 60,000 by default. */
  readonly requestTimeoutMs?: number;
  /** `SYSTEM_TIMER` by default. */
  readonly timer?: Timer;
  /**
   * Returns the headers of each attempt. Must not use this client, which could deadlock: fetch tokens with another client.
   */
  readonly authorize: (signal: AbortSignal) => Promise<Record<string, string>> | Record<string, string>;
  /** Called at most once per request, on 401; the request then gets one extra attempt. */
  readonly reauthorize?: (signal: AbortSignal) => Promise<void> | void;
  /** Redacted from errors in all usual encodings, as are the values of the `Authorization` header. */
  readonly secrets: readonly string[];
}

export interface VendorRequest<T> {
  /** In words, after "while": `counting tickets created in 2025-01`. */
  readonly what: string;
  /** Requests must be read-only, POST included, because any request may be retried. */
  readonly method?: 'GET' | 'POST';
  /** Relative to the base URL, with or without a leading slash. */
  readonly path: string;
  readonly searchParams?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Validates the response. Numbers are doubles: an amount of up to 15 significant digits keeps its exact decimal when read by
   * its shortest representation, as `new Decimal(0.1)` does.
   */
  readonly schema: z.ZodType<T>;
  readonly signal: AbortSignal;
}

/** Reads JSON from one vendor's API. Every failure is a `VendorError` with vendor, request and attempts, without secrets. */
export interface VendorHttp {
  /** @throws VendorError; `VendorHttpError` for an error status */
  json<T>(request: VendorRequest<T>): Promise<T>;
  /** As `json`, with the response headers. */
  answer<T>(request: VendorRequest<T>): Promise<{ readonly value: T; readonly headers: IncomingHttpHeaders }>;
}

/**
 * A client for one vendor. Tries again after network errors, timeouts, 429, 5xx, and 2xx answers that are not JSON (a proxy's
 * page, a truncated body); other statuses end the request. Redirects are not followed: they could carry the credentials to
 * another host. Not got's own retry: requests in parallel share one wait and one new sign-in.
 * @throws InvalidParameterError for a base URL that is malformed, carries credentials, or is neither HTTPS nor loopback
 */
export function createVendorHttp(options: VendorHttpOptions): VendorHttp {
  const baseUrl = checkedBaseUrl(options.baseUrl);
  const client: Client = {
    options,
    baseUrl,
    server: new URL(baseUrl).host,
    limit: pLimit(options.concurrency),
    timer: options.timer ?? SYSTEM_TIMER,
    leases:
      options.leases ??
      createServerLeases({ requests: options.concurrency, ...(options.timer && { timer: options.timer }) }),
  };
  const answer = <T>(request: VendorRequest<T>) => client.limit(() => sendObserved(client, request));
  return { answer, json: async (request) => (await answer(request)).value };
}

interface Client {
  readonly options: VendorHttpOptions;
  readonly baseUrl: string;
  /** Its host and port. */
  readonly server: string;
  readonly limit: ReturnType<typeof pLimit>;
  readonly timer: Timer;
  /** Of the server at the base URL. */
  readonly leases: ServerLeases;
}

interface Answer<T> {
  readonly value: T;
  readonly headers: IncomingHttpHeaders;
}

type Attempt = { readonly ok: true; readonly json: unknown; readonly headers: IncomingHttpHeaders } | Failed;
interface Failed {
  readonly ok: false;
  readonly failure: Failure;
}

function sendObserved<T>(client: Client, request: VendorRequest<T>): Promise<Answer<T>> {
  const { method = 'GET', path } = request;
  const { vendor } = client.options;
  const activity: VendorRequestActivity = {
    ...{ kind: 'vendor request', vendor, method, path, tries: 0 },
    outcome: 'unavailable',
  };
  return observed(activity, async () => {
    try {
      const answer = await send(client, request, activity);
      activity.outcome = 'success';
      return answer;
    } catch (error) {
      if (error instanceof VendorError) activity.outcome = error.kind;
      throw error;
    }
  });
}

async function send<T>(client: Client, request: VendorRequest<T>, activity: VendorRequestActivity): Promise<Answer<T>> {
  const { vendor, reauthorize } = client.options;
  const retries = createRetries(client.options, client.timer);
  let mayReauthorize = reauthorize !== undefined;
  for (let tries = 1; ; tries += 1) {
    activity.tries = tries;
    const headers = await authorized(client, request);
    const redactor = createRedactor([...client.options.secrets, ...authorizationValues(headers)]);
    const attempt = await attemptOnce(client, request, { headers, redactor });
    if (attempt.ok)
      return { value: checked(vendor, request, { json: attempt.json, redactor }), headers: attempt.headers };
    const { failure } = attempt;
    if (failure.status === 401 && mayReauthorize) {
      mayReauthorize = false;
      await guarded(client, request, async () => reauthorize?.(request.signal));
      continue;
    }
    const next = retries.after(failure);
    if ('giveUp' in next) throw giveUpError(vendor, request.what, { failure: next.giveUp, tries });
    if (next.askedMs !== undefined) await client.leases.hold(client.server, next.askedMs);
    await wait(client, request, next.waitMs);
  }
}

async function attemptOnce<T>(
  client: Client,
  request: VendorRequest<T>,
  { headers, redactor }: { headers: Record<string, string>; redactor: Redactor },
): Promise<Attempt> {
  const timeoutMs = client.options.requestTimeoutMs ?? 60_000;
  // Loaded by the first request: most processes send none.
  const { got } = await import('got');
  const lease = await leaseFor(client, request);
  const url = urlOf(client.baseUrl, request);
  const isLimited = client.options.network === 'internet';
  try {
    if (isLimited) requireOnInternet(url);
    const response = await got(url, {
      ...(isLimited && { dnsLookup: internetLookup }),
      method: request.method ?? 'GET',
      headers: { accept: 'application/json', 'user-agent': 'qbr-server', ...request.headers, ...headers },
      ...(request.json === undefined ? {} : { json: request.json }),
      ...(request.form === undefined ? {} : { form: request.form }),
      responseType: 'text',
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { request: timeoutMs },
      signal: request.signal,
    });
    const json = parsedJson(response.body);
    if (response.ok && json !== undefined) return { ok: true, json, headers: response.headers };
    const { statusCode: status, headers: answered, body: text } = response;
    return { ok: false, failure: describeRefusal({ status, headers: answered, text, json }, redactor) };
  } catch (error) {
    if (request.signal.aborted) throw stopped(client.options.vendor, request);
    return { ok: false, failure: describeNetworkError(error, { timeoutMs, redactor }) };
  } finally {
    await lease.release();
  }
}

async function authorized<T>(client: Client, request: VendorRequest<T>): Promise<Record<string, string>> {
  return guarded(client, request, async () => client.options.authorize(request.signal));
}

/** Runs the vendor's authorization code; errors other than VendorError are wrapped in one. */
async function guarded<T, R>(client: Client, request: VendorRequest<T>, run: () => Promise<R>): Promise<R> {
  const { vendor, secrets } = client.options;
  if (request.signal.aborted) throw stopped(vendor, request);
  try {
    return await run();
  } catch (error) {
    if (error instanceof VendorError) throw error;
    if (request.signal.aborted) throw stopped(vendor, request);
    const reason = createRedactor(secrets).quote(error instanceof Error ? error.message : String(error));
    throw new VendorError(vendor, 'unavailable', `signing in failed while ${request.what}: ${reason}`);
  }
}

function checked<T>(
  vendor: string,
  request: VendorRequest<T>,
  { json, redactor }: { json: unknown; redactor: Redactor },
): T {
  const result = request.schema.safeParse(json);
  if (result.success) return result.data;
  const problem = redactor.quote(describeSchemaError(result.error));
  throw new VendorError(vendor, 'response', `unexpected response while ${request.what}: ${problem}`);
}

/** Waits until the request may be sent: a `Retry-After` holds all requests to the server. */
async function leaseFor<T>({ leases, server, options }: Client, request: VendorRequest<T>): Promise<Lease> {
  try {
    return await leases.take(server, request.signal);
  } catch (error) {
    if (request.signal.aborted) throw stopped(options.vendor, request);
    throw error;
  }
}

async function wait<T>({ timer, options }: Client, request: VendorRequest<T>, timeMs: number): Promise<void> {
  try {
    await timer.wait(timeMs, request.signal);
  } catch {
    throw stopped(options.vendor, request);
  }
}

function stopped<T>(vendor: string, request: VendorRequest<T>): VendorError {
  const { reason } = request.signal;
  const overtime = reason instanceof Error && reason.name === 'TimeoutError';
  const message = `${overtime ? 'timed out' : 'stopped'} while ${request.what}`;
  return new VendorError(vendor, 'stopped', message, { isTransient: overtime });
}

/** The header as a whole and the part after its scheme (`Basic`, `Bearer`). */
function authorizationValues(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).filter(([name]) => name.toLowerCase() === 'authorization');
  return values.flatMap(([, value]) => [value, value.replace(/^\S+ /, '')]);
}

function parsedJson(text: string): unknown {
  try {
    // Windows servers may send a byte order mark before the JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
