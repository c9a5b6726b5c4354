import { z } from 'zod';
import { createVendorHttp, type VendorHttp, type VendorHttpOptions, type VendorRequest } from '#src/collect/http.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { serverUrl } from './server-url.ts';
import {
  countSchema,
  type SystemInfo,
  systemInfoSchema,
  type Ticket,
  type TicketId,
  type TimeEntry,
  ticketIdSchema,
  ticketSchema,
  timeEntrySchema,
  type WholeTicket,
  wholeTicketSchema,
} from './types.ts';

/** Access to a ConnectWise PSA server. Not verified until the first request. */
export interface ConnectWiseAccess {
  /** Host name or URL, see `connectWiseBaseUrl`. */
  readonly server: string;
  readonly companyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** The integration's id from developer.connectwise.com, required on every request since 2019. */
  readonly clientId: string;
  /** Leases of the server, and waits and limits for tests. */
  readonly http?: Pick<
    VendorHttpOptions,
    'leases' | 'network' | 'retries' | 'backoffMs' | 'requestTimeoutMs' | 'retryAfterMaxMs'
  >;
}

/** The requests of this program. Each throws a `VendorError` that contains `what`. */
export interface ConnectWiseApi {
  countTickets(query: Query): Promise<number>;
  countTimeEntries(query: Query): Promise<number>;
  /** One page of ids in ascending order. */
  ticketIds(query: Query): Promise<TicketPage>;
  /** One page by ascending id; requests the field `ticketBoard` only with `withBoard`. */
  timeEntries(query: Query & { readonly withBoard: boolean }): Promise<TimeEntry[]>;
  /** One page by ascending id. The conditions may be longer than a URL. */
  searchTickets(query: Query): Promise<Ticket[]>;
  /** The whole ticket; null if it no longer exists. Ask it only with credentials that have just worked. */
  ticket(query: OneQuery): Promise<WholeTicket | null>;
  /** The whole time entry; null if it no longer exists. As `ticket`. */
  timeEntry(query: OneQuery): Promise<TimeEntry | null>;
  systemInfo(
    query: Omit<Query, 'conditions'>,
  ): Promise<{ readonly info: SystemInfo; readonly date: string | undefined }>;
}

export interface Query {
  /** In words, as `VendorRequest.what`. */
  readonly what: string;
  readonly conditions: string;
  readonly signal: AbortSignal;
}

export interface OneQuery extends Omit<Query, 'conditions'> {
  readonly id: number;
}

/** A page of a list. */
export interface TicketPage {
  readonly rows: readonly TicketId[];
  /** Whether the server names a next page. */
  readonly hasNext: boolean;
}

/** The vendor’s name in messages. */
export const VENDOR = 'ConnectWise';
/** `v4_6_release` is an alias of the version that the server runs. */
const DEFAULT_PATH = '/v4_6_release/apis/3.0';
/** Hosts of the cloud's web pages; the API host has the prefix `api-`. */
const CLOUD_PAGES = /^(([a-z]{2,3}|staging)\.myconnectwise\.net|staging\.connectwisedev\.com)$/;
/** PSA's maximum page size; a server may silently return less. */
export const PAGE_SIZE = 1000;
/** The rate limit is not published: few concurrent requests, and `Retry-After` is respected. */
const CONCURRENCY = 2;

/**
 * The API's address for a configured server: `na.myconnectwise.net` becomes `https://api-na.myconnectwise.net/v4_6_release/apis/3.0`.
 * A given path is kept; http is accepted on loopback only.
 * @throws InvalidParameterError for anything that is not a host name or http(s) URL
 */
export function connectWiseBaseUrl(server: string): string {
  const trimmed = server.trim();
  const url = serverUrl(trimmed);
  if (url === null || !/^https?:$/.test(url.protocol) || /\s/.test(trimmed)) {
    throw serverError('must be a host name or URL such as na.myconnectwise.net');
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw serverError('must use https; http is accepted for this machine only');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw serverError('must not contain a user, password, query or fragment');
  }
  const host = CLOUD_PAGES.test(url.hostname) ? `api-${url.host}` : url.host;
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.protocol}//${host}${path === '' ? DEFAULT_PATH : path}`;
}

function serverError(problem: string): InvalidParameterError {
  return new InvalidParameterError(`The ConnectWise server ${problem}`, { field: 'server' });
}

/** @throws InvalidParameterError for a server that `connectWiseBaseUrl` rejects */
export function createConnectWiseApi(access: ConnectWiseAccess): ConnectWiseApi {
  const { companyId, publicKey, privateKey, clientId } = access;
  const basic = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
  const http = createVendorHttp({
    ...access.http,
    vendor: VENDOR,
    baseUrl: connectWiseBaseUrl(access.server),
    concurrency: CONCURRENCY,
    authorize: () => ({ authorization: `Basic ${basic}`, clientId }),
    secrets: [privateKey, publicKey, clientId, basic],
  });
  return apiOf(http);
}

function apiOf(http: VendorHttp): ConnectWiseApi {
  const count = async (path: string, { conditions, ...rest }: Query) =>
    (await explained(http.json({ ...rest, path, searchParams: { conditions }, schema: countSchema }))).count;
  return {
    countTickets: (query) => count('/service/tickets/count', query),
    countTimeEntries: (query) => count('/time/entries/count', query),
    ticketIds: async (query) => {
      const { value, headers } = await explained(http.answer(ticketIdRequest(query)));
      return { rows: value, hasNext: /;\s*rel="?next"?/i.test([headers['link'] ?? ''].flat().join()) };
    },
    timeEntries: (query) => explained(http.json(timeEntryRequest(query))),
    searchTickets: (query) => explained(http.json(ticketRequest(query))),
    ticket: ({ id, ...query }) =>
      existing(http.json({ ...query, path: `/service/tickets/${id}`, schema: wholeTicketSchema })),
    timeEntry: ({ id, ...query }) =>
      existing(http.json({ ...query, path: `/time/entries/${id}`, schema: timeEntrySchema })),
    systemInfo: async (query) => {
      const { value, headers } = await explained(
        http.answer({ ...query, path: '/system/info', schema: systemInfoSchema }),
      );
      return { info: value, date: headers.date };
    },
  };
}

function ticketIdRequest({ conditions, ...rest }: Query): VendorRequest<TicketId[]> {
  const searchParams = { conditions, fields: 'id', orderBy: 'id asc', pageSize: PAGE_SIZE };
  return { ...rest, path: '/service/tickets', searchParams, schema: z.array(ticketIdSchema) };
}

function timeEntryRequest({
  withBoard,
  conditions,
  ...rest
}: Query & { withBoard: boolean }): VendorRequest<TimeEntry[]> {
  const fields = `id,chargeToId,chargeToType,actualHours${withBoard ? ',ticketBoard' : ''}`;
  const searchParams = { conditions, fields, orderBy: 'id asc', pageSize: PAGE_SIZE };
  return { ...rest, path: '/time/entries', searchParams, schema: z.array(timeEntrySchema) };
}

/** A search takes its conditions in the body, where a list of ids may be longer than a URL. */
function ticketRequest({ conditions, ...rest }: Query): VendorRequest<Ticket[]> {
  return {
    ...rest,
    method: 'POST',
    path: '/service/tickets/search',
    // Paging and fields of a search stay in the URL. The whole `board`, as some servers refuse a nested `board/name` here.
    searchParams: { fields: 'id,board', pageSize: PAGE_SIZE },
    json: { conditions, orderBy: 'id asc' },
    schema: z.array(ticketSchema),
  };
}

/** Cloud servers return 404 instead of 401 for a wrong company or key. */
async function explained<T>(response: Promise<T>): Promise<T> {
  try {
    return await response;
  } catch (error) {
    if (!(error instanceof VendorHttpError) || error.status !== 404) throw error;
    const reason = error.message.slice(`${VENDOR}: `.length);
    const hint = 'its cloud returns 404 for wrong credentials: check company, keys, and the server address';
    throw new VendorError(VENDOR, 'credentials', `${reason}; ${hint}`, { cause: error });
  }
}

/** Null for 404. */
async function existing<T>(response: Promise<T>): Promise<T | null> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof VendorHttpError && error.status === 404) return null;
    throw error;
  }
}
