import { type FakeReply, type FakeRequest, type FaultRule, type RequestLog, startHttpFake } from '../http-faults.ts';
import { listReply } from './list.ts';
import { createNinjaOneTokens, type NinjaOneTokens } from './oauth.ts';
import { errorReply, type NinjaOneReply } from './reply.ts';
import {
  type NinjaOneDeviceRow,
  type NinjaOneLocationRow,
  type NinjaOneOrganizationRow,
  type RowsAt,
  rowsAt,
} from './rows.ts';

export interface NinjaOneFakeOptions {
  readonly organizations: RowsAt<NinjaOneOrganizationRow>;
  readonly locations: RowsAt<NinjaOneLocationRow>;
  readonly devices: RowsAt<NinjaOneDeviceRow>;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The server's clock: what devices there are, when tokens expire, the `Date` header. */
  readonly now?: () => Date;
  /** 3600 as in practice. */
  readonly tokenLifetimeSeconds?: number;
  /** Status of refused credentials, 400 by default; 401 and 403 have been seen as well. */
  readonly refusalStatus?: 400 | 401 | 403;
  /** More rows are not given at once, 1000 by default. */
  readonly maxPageSize?: number;
  /** A server that does not page: always gives the first page. */
  readonly ignoreAfter?: boolean;
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** Port to listen on; any free one by default. */
  readonly port?: number;
}

export interface NinjaOneFake {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly requests: RequestLog;
  /** Access tokens that were issued, oldest first. */
  readonly tokens: readonly string[];
  /** Ends all tokens issued so far. */
  revokeTokens(): void;
  setFault(rule: FaultRule | null): void;
  close(): Promise<void>;
}

/** Starts NinjaOne's API, as far as vendors.md part B describes it, on loopback. */
export async function startNinjaOneFake(options: NinjaOneFakeOptions): Promise<NinjaOneFake> {
  const { tokens, answer, ...client } = ninjaOneAnswers(options);
  const server = await startHttpFake({
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    ...(options.port === undefined ? {} : { port: options.port }),
    answer,
  });
  return { ...server, ...client, tokens: tokens.issued, revokeTokens: () => tokens.revokeAll() };
}

/** The answers of that API to one application, for a server that answers for several. */
export function ninjaOneAnswers(options: NinjaOneFakeOptions): {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokens: NinjaOneTokens;
  readonly answer: (request: FakeRequest) => FakeReply;
} {
  const { clientId = 'fake-client-id', clientSecret = 'fake-client-secret', now = () => new Date() } = options;
  const tokens = createNinjaOneTokens({
    clientId,
    clientSecret,
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
    refusalStatus: options.refusalStatus ?? 400,
  });
  const answer = (request: FakeRequest) => httpReply(reply(request, { options, tokens, now: now() }), now());
  return { clientId, clientSecret, tokens, answer };
}

interface Answering {
  readonly options: NinjaOneFakeOptions;
  readonly tokens: NinjaOneTokens;
  readonly now: Date;
}

function reply(request: FakeRequest, { options, tokens, now }: Answering): NinjaOneReply {
  if (/^(\/ws)?\/oauth\/token$/.test(request.path)) {
    if (request.method !== 'POST') return errorReply(405, 'METHOD_NOT_ALLOWED', 'Only POST is allowed');
    return tokens.issue({ contentType: request.headers['content-type'] ?? '', body: request.body }, now);
  }
  const rows = listRows(options, request.path, now);
  if (rows === null) return errorReply(404, 'NOT_FOUND', `No such resource: ${request.path}`);
  const refusal = tokens.refusal(request.headers.authorization, now);
  if (refusal !== null) return refusal;
  if (request.method !== 'GET') return errorReply(405, 'METHOD_NOT_ALLOWED', 'Only GET is allowed');
  const { maxPageSize = 1000, ignoreAfter = false } = options;
  return listReply(rows, request.query, { maxPageSize, ignoreAfter });
}

/** The rows of a list's path, with or without the prefix `/api`; null for any other path. */
function listRows(options: NinjaOneFakeOptions, path: string, now: Date): readonly { readonly id: number }[] | null {
  switch (/^(?:\/api)?\/v2\/(\w+)$/.exec(path)?.[1]) {
    case 'devices':
      return rowsAt(options.devices, now);
    case 'organizations':
      return rowsAt(options.organizations, now);
    case 'locations':
      return rowsAt(options.locations, now);
    default:
      return null;
  }
}

function httpReply({ status, json }: NinjaOneReply, now: Date): FakeReply {
  return { status, headers: { date: now.toUTCString() }, body: JSON.stringify(json) };
}
