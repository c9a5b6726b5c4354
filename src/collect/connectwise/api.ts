import { z } from 'zod';
import { createVendorHttp, type VendorHttp, type VendorHttpOptions, type VendorRequest } from '#src/collect/http.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import {
  countSchema,
  type SystemInfo,
  systemInfoSchema,
  type Ticket,
  type TimeEntry,
  ticketSchema,
  timeEntrySchema,
} from './types.ts';

/** How to reach a ConnectWise PSA server. All of it may be wrong; a request tells. */
export interface ConnectWiseAccess {
  /** Host name or URL, see `connectWiseBaseUrl`. */
  readonly server: string;
  readonly companyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** The integration's id from developer.connectwise.com, required on every request since 2019. */
  readonly clientId: string;
  /** For tests: waits and limits other than the usual. */
  readonly http?: Pick<VendorHttpOptions, 'retries' | 'backoffMs' | 'requestTimeoutMs' | 'retryAfterMaxMs'>;
}

/** The requests this program makes. Each throws a `VendorError` that repeats `what`. */
export interface ConnectWiseApi {
  countTickets(query: Query): Promise<number>;
  countTimeEntries(query: Query): Promise<number>;
  /** One page by ascending id. Without `withBoard` the field `ticketBoard` is not asked for. */
  timeEntries(query: Query & { readonly withBoard: boolean }): Promise<TimeEntry[]>;
  /** One page by ascending id, with any ids of any length. */
  searchTickets(query: Query): Promise<Ticket[]>;
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

/** Its name in messages. */
export const VENDOR = 'ConnectWise';
/** `v4_6_release` stands for whatever version the server runs. */
const DEFAULT_PATH = '/v4_6_release/apis/3.0';
/** Hosts of the cloud's web pages: its API is at the same name with `api-` before it. */
const CLOUD_PAGES = /^(([a-z]{2,3}|staging)\.myconnectwise\.net|staging\.connectwisedev\.com)$/;
/** PSA's largest page; a server may silently give less. */
const PAGE_SIZE = 1000;
/** The limit is not published: few requests at a time, and its `Retry-After` obeyed. */
const CONCURRENCY = 2;

/**
 * The API's address for a configured server: `na.myconnectwise.net` becomes `https://api-na.myconnectwise.net/v4_6_release/apis/3.0`.
 * A path that is given is kept; plain http is accepted for this machine only.
 * @throws InvalidParameterError for anything that is not a host name or http(s) URL
 */
export function connectWiseBaseUrl(server: string): string {
  const trimmed = server.trim();
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /\s/.test(trimmed)) {
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

/** @throws InvalidParameterError for a server that `connectWiseBaseUrl` refuses */
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
    timeEntries: (query) => explained(http.json(timeEntryRequest(query))),
    searchTickets: (query) => explained(http.json(ticketRequest(query))),
    systemInfo: async (query) => {
      const { value, headers } = await explained(
        http.answer({ ...query, path: '/system/info', schema: systemInfoSchema }),
      );
      return { info: value, date: headers.date };
    },
  };
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

/** A search changes nothing and takes its condition in the body, where a list of ids may be longer than a URL. */
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

/** Cloud servers answer a wrong company or key with 404 instead of 401. */
async function explained<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof VendorHttpError) || error.status !== 404) throw error;
    const said = error.message.slice(`${VENDOR}: `.length);
    const hint = 'its cloud answers wrong credentials this way: check company, keys, and the server address';
    throw new VendorError(VENDOR, 'credentials', `${said}; ${hint}`, { cause: error });
  }
}
