import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { jsonPathText } from '#src/core/json-path.ts';
import type { Redactor } from '#src/log/redaction.ts';
import type { VendorErrorKind } from './vendor-error.ts';

/** A failed attempt, with its reason in words and whether to retry. Contains no secret. */
export interface Failure {
  readonly kind: VendorErrorKind;
  /** `HTTP 429 Too Many Requests ("…")`, `connection refused (ECONNREFUSED)`. */
  readonly reason: string;
  readonly retry: boolean;
  /** Of an error response; a 2xx response that is not JSON has none. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: IncomingHttpHeaders;
  readonly cause?: unknown;
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  ECONNABORTED: 'connection lost',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'the response was cut off',
  ERR_READING_RESPONSE_STREAM: 'the response was cut off',
  EPIPE: 'connection lost',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'DNS lookup failed',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTONINTERNET: 'its address is not one of the internet',
  CERT_HAS_EXPIRED: "the server's TLS certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's TLS certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's TLS certificate is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's TLS certificate is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's TLS certificate is not trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's TLS certificate is for another host",
};
/** Retrying does not help with a bad certificate, an invalid header value or an address that is not asked. */
const PERMANENT = /CERT|ERR_INVALID|ENOTONINTERNET/;

/** Describes an attempt without a response: connection, DNS, TLS or timeout. */
export function describeNetworkError(
  error: unknown,
  { timeoutMs, redactor }: { timeoutMs: number; redactor: Redactor },
): Failure {
  const { code, message, name } = fieldsOf(error);
  const inWords = name === 'TimeoutError' ? `no answer within ${timeoutMs / 1000} s` : NETWORK_WORDS[code];
  const reason = inWords === undefined ? redactor.quote(message) : inWords;
  // got's errors contain the request's options with its credentials: keep only the message.
  const cause = new Error(redactor.text(message));
  return { kind: 'unavailable', reason: `${reason} (${code})`, retry: !PERMANENT.test(code), cause };
}

function fieldsOf(error: unknown): { code: string; message: string; name: string } {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error), name: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message, name: error.name };
}

/** Describes an error response, or a 2xx response that is not JSON (`json` undefined). */
export function describeRefusal(
  answer: { status: number; headers: IncomingHttpHeaders; text: string; json: unknown },
  redactor: Redactor,
): Failure {
  const { status, headers, text, json } = answer;
  const heading = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  if (status >= 200 && status < 300) {
    const got = text.trim() === '' ? 'an empty body' : redactor.quote(nonJsonWords(text));
    return { kind: 'response', reason: `${heading} with ${got} instead of JSON`, retry: true };
  }
  const body = redactor.json(json ?? text.slice(0, 10_000));
  const detail = quoted(redactor.quote(vendorMessage(json) ?? nonJsonWords(text)));
  const common = { reason: `${heading}${detail}`, status, body, headers };
  if (status === 401 || status === 403) return { ...common, kind: 'credentials', retry: false };
  if (status === 429 || status >= 500) return { ...common, kind: 'unavailable', retry: true };
  if (status >= 300 && status < 400) {
    const reason = `${heading}: redirects are not followed, the configured address is not the API's,`;
    return { ...common, reason, kind: 'credentials', retry: false };
  }
  return { ...common, kind: 'response', retry: false };
}

const OWN_MESSAGES = ['message', 'errorMessage', 'error_description', 'error', 'Detail', 'detail', 'Message'];

function quoted(text: string): string {
  return text === '' ? '' : ` (${JSON.stringify(text)})`;
}

/**
 * The message fields of the vendors' error bodies: ConnectWise's `message` and `errors`, NinjaOne's and OAuth's, and those of
 * QuickBooks Online's `Fault`, which has been seen with small letters too.
 */
function vendorMessage(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const fields = json as Record<string, unknown>;
  const fault = fields['Fault'] ?? fields['fault'];
  if (fault !== undefined) return vendorMessage(fault);
  const errors = ['errors', 'Error', 'error'].map((name) => fields[name]).find((each) => Array.isArray(each));
  const details = Array.isArray(errors) ? errors.map((item: unknown) => vendorMessage(item)) : [];
  const own = OWN_MESSAGES.map((name) => fields[name]);
  const texts = [own.find((text) => typeof text === 'string'), ...details].filter((text) => typeof text === 'string');
  return texts.length === 0 ? undefined : texts.join('; ');
}

function nonJsonWords(text: string): string {
  if (!text.trimStart().startsWith('<')) return text;
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
  return title ? `an HTML page titled ${title}` : 'an HTML page';
}

/**
 * The wait of a `Retry-After` header (seconds or an HTTP date) in milliseconds; undefined without a valid header. A date is
 * compared with the response's own `Date`, so that this machine's clock does not matter.
 */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // HTTP dates are always GMT; Date.parse alone would accept almost anything.
  const until = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answeredAt = Date.parse(headers.date ?? '');
  return Math.max(0, until - (Number.isNaN(answeredAt) ? now : answeredAt));
}

/** Describes the mismatches of a JSON document with its schema, without its values: `at [3].actualHours: expected number`. */
export function describeSchemaError(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const expected = issue.code === 'invalid_type' ? `expected ${issue.expected}` : `not as promised (${issue.code})`;
    return `at ${jsonPathText(issue.path) || 'the top'}: ${expected}`;
  });
  const more = error.issues.length - shown.length;
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}
