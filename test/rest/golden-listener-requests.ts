import type { Role } from '#src/auth/viewer.ts';
import { ConflictError, RunInProgressError } from '#src/core/errors.ts';
import { type GuardedOptions, NO_LIMITS } from '../auth/server.ts';
import type { GoldenRequest } from './golden-text.ts';

export const ALLOWED_ORIGIN = 'https://intranet.example';

/** A request to the listener, which must know who asks. */
export interface ListenedRequest extends GoldenRequest {
  /** Whose key or session is sent with it; nobody's where not given. */
  readonly as?: { readonly key: Role } | { readonly session: Role };
  readonly options?: Pick<GuardedOptions, 'mode' | 'rateLimits'>;
  /** How often the same has been sent before. */
  readonly timesBefore?: number;
}

const WRONG_KEY = `qbr_00000000_${'a'.repeat(43)}`;
const FROM_ALLOWED = { origin: ALLOWED_ORIGIN };
const FROM_FOREIGN = { origin: 'https://other.example' };

const read = (name: string, more: Partial<ListenedRequest> = {}): ListenedRequest => {
  return { name: `listener-${name}`, method: 'GET', path: '/thresholds', ...more };
};
const write = (name: string, more: Partial<ListenedRequest> = {}): ListenedRequest => {
  return read(name, { method: 'POST', body: '{"metric":"Net Profit","warning":1000}', ...more });
};
const preflight = (name: string, headers: Readonly<Record<string, string>>): ListenedRequest => {
  return read(name, { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } });
};

/** What the listener adds to the contract: who may come in, how often, and from which web sites' pages. */
export const LISTENED_REQUESTS: readonly ListenedRequest[] = [
  read('viewer-by-key', { as: { key: 'viewer' } }),
  read('viewer-by-session', { as: { session: 'viewer' } }),
  read('nobody'),
  read('nobody-unknown-path', { path: '/metrics/yearly' }),
  read('wrong-key', { headers: { 'x-api-key': WRONG_KEY } }),
  read('wrong-bearer', { headers: { authorization: `Bearer ${WRONG_KEY}` } }),
  write('viewer-writes', { as: { key: 'viewer' } }),
  write('nobody-writes'),
  write('another-site-with-a-session', { as: { session: 'admin' }, headers: FROM_FOREIGN }),
  read('limits-told', { as: { key: 'viewer' }, options: { rateLimits: { ...NO_LIMITS, client: 20, credential: 10 } } }),
  read('too-many-of-a-client', { options: { rateLimits: { ...NO_LIMITS, client: 2 } }, timesBefore: 2 }),
  read('too-many-of-a-key', {
    ...{ as: { key: 'viewer' }, timesBefore: 2 },
    options: { rateLimits: { ...NO_LIMITS, credential: 2 } },
  }),
  read('too-many-wrong-keys', {
    ...{ headers: { 'x-api-key': WRONG_KEY }, timesBefore: 2 },
    options: { rateLimits: { ...NO_LIMITS, wrongKey: 2 } },
  }),
  preflight('preflight', { ...FROM_ALLOWED, 'access-control-request-headers': 'content-type' }),
  preflight('preflight-foreign', FROM_FOREIGN),
  read('allowed-origin', { as: { session: 'viewer' }, headers: FROM_ALLOWED }),
  write('allowed-origin-refused-by-role', { as: { session: 'viewer' }, headers: FROM_ALLOWED }),
  read('allowed-origin-nobody', { headers: FROM_ALLOWED }),
  read('allowed-origin-wrong-key', { headers: { ...FROM_ALLOWED, 'x-api-key': WRONG_KEY } }),
  read('allowed-origin-too-many', {
    ...{ headers: FROM_ALLOWED, timesBefore: 2 },
    options: { rateLimits: { ...NO_LIMITS, client: 2 } },
  }),
  write('allowed-origin-form-in-local-mode', {
    ...{ options: { mode: 'local' }, body: 'metric=mrr' },
    headers: { ...FROM_ALLOWED, 'content-type': 'application/x-www-form-urlencoded' },
  }),
  read('foreign-origin', { as: { session: 'viewer' }, headers: FROM_FOREIGN }),
  read('foreign-origin-wrong-key', { headers: { ...FROM_FOREIGN, 'x-api-key': WRONG_KEY } }),
  read('foreign-origin-in-local-mode', { options: { mode: 'local' }, headers: FROM_FOREIGN }),
];

/** No request of the contract can cause the first two, and none ought to cause the third; whatever does is answered so. */
export const FAILURES: readonly { readonly name: string; readonly error: Error }[] = [
  {
    name: 'listener-conflict',
    error: new ConflictError('New MRR has changed since it was read', { field: 'metrics', currentUpdatedAt: null }),
  },
  {
    name: 'listener-run-in-progress',
    error: new RunInProgressError('A collection is already under way: run 7 of the schedule', { runId: 7 }),
  },
  { name: 'listener-server-error', error: new Error('password authentication failed for user "qbr"') },
];
