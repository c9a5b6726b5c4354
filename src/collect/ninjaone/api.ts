import { z } from 'zod';
import { createVendorHttp, type VendorHttp } from '#src/collect/http.ts';
import { checkedBaseUrl } from '#src/collect/http-url.ts';
import type { VendorNetwork } from '#src/collect/public-network.ts';
import type { ServerLeases } from '#src/collect/server-leases.ts';
import { createTokenCache, type FetchedToken, type TokenCache } from '#src/collect/token-cache.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import {
  deviceSchema,
  locationSchema,
  type NinjaOneDevice,
  type NinjaOneLocation,
  type NinjaOneOrganization,
  organizationSchema,
  tokenSchema,
} from './types.ts';

export const NINJAONE = 'NinjaOne';

export interface NinjaOneSettings {
  /** Host of the region (`app.ninjarmm.com`), with or without scheme; https, or http on this machine. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Overrides for tests and benchmarks; the defaults are those of `createVendorHttp`. */
export interface NinjaOneApiOptions {
  readonly now?: () => Date;
  /** Of the server; by default each list has its own. */
  readonly leases?: ServerLeases;
  /** Where the server may be; `any` by default. */
  readonly network?: VendorNetwork;
  readonly retries?: number;
  readonly requestTimeoutMs?: number;
  readonly backoffMs?: { readonly baseMs: number; readonly maxMs: number };
}

export interface ListRequest {
  readonly signal: AbortSignal;
  /** Called after each page. */
  readonly onPage: () => void;
}

/** The requests to NinjaOne's public API v2. Every failure is a `VendorError` without secrets. */
export interface NinjaOneApi {
  devices(request: ListRequest): Promise<NinjaOneDevice[]>;
  organizations(request: ListRequest): Promise<NinjaOneOrganization[]>;
  locations(request: ListRequest): Promise<NinjaOneLocation[]>;
  /** Fetches a token and one device. @returns the `Date` of the response; null without a valid one */
  probe(signal: AbortSignal): Promise<Date | null>;
}

/** NinjaOne's maximum page size; its default is not documented. */
const PAGE_SIZE = 1000;
/** In seconds, used if the response has no `expires_in`. */
const USUAL_LIFETIME = 3600;
/** 400 is `invalid_client` or a scope the application lacks; 404 and 405 mean that the address is not NinjaOne's API. */
const REFUSED_AT_TOKEN_ENDPOINT = [400, 401, 403, 404, 405];

/**
 * The API's address for a configured host: `app.ninjarmm.com` becomes `https://app.ninjarmm.com`.
 * @throws InvalidParameterError for a base URL that is malformed or neither https nor on this machine
 */
export function ninjaOneBaseUrl(address: string): string {
  return checkedBaseUrl(withScheme(address));
}

/** @throws InvalidParameterError for a base URL that is malformed or neither https nor on this machine */
export function createNinjaOneApi(settings: NinjaOneSettings, options: NinjaOneApiOptions = {}): NinjaOneApi {
  const connection: Connection = { ...options, baseUrl: withScheme(settings.baseUrl), settings };
  const tokenHttp = vendorHttp(connection, { authorize: () => ({}) });
  const tokens = createTokenCache((signal) => fetchToken(tokenHttp, settings, signal), options.now);
  const read = <T extends Row>(list: List<T>) => {
    return (request: ListRequest) => readAll(authorizedHttp(connection, tokens), list, request);
  };
  return {
    devices: read({ name: 'devices', path: '/v2/devices', schema: deviceSchema }),
    organizations: read({ name: 'organizations', path: '/v2/organizations', schema: organizationSchema }),
    locations: read({ name: 'locations', path: '/v2/locations', schema: locationSchema }),
    probe: (signal) => probe(authorizedHttp(connection, tokens), signal),
  };
}

interface Connection extends NinjaOneApiOptions {
  readonly baseUrl: string;
  readonly settings: NinjaOneSettings;
}

interface Row {
  readonly id: number;
}

interface List<T extends Row> {
  readonly name: string;
  readonly path: string;
  readonly schema: z.ZodType<T>;
}

/** Reads a whole list by keyset paging: each page starts after the last id of the previous one. */
async function readAll<T extends Row>(http: VendorHttp, list: List<T>, request: ListRequest): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const after = rows.at(-1)?.id;
    const page = await http.json({
      what: `listing ${list.name}${after === undefined ? '' : ` after ${after}`}`,
      path: list.path,
      searchParams: { pageSize: PAGE_SIZE, after },
      schema: z.array(list.schema),
      signal: request.signal,
    });
    request.onPage();
    // Only an empty page is the end: a server may return less than requested.
    if (page.length === 0) return rows;
    appendGrowing(rows, page, list.name);
  }
}

/** Ids that do not increase mean that `after` was ignored or rows were skipped: fail rather than store a wrong snapshot. */
function appendGrowing<T extends Row>(rows: T[], page: readonly T[], name: string): void {
  for (const row of page) {
    const previous = rows.at(-1)?.id ?? -1;
    if (row.id <= previous) {
      const problem = `id ${row.id} came after id ${previous} while listing ${name}: the server does not page by id`;
      throw new VendorError(NINJAONE, 'response', problem);
    }
    rows.push(row);
  }
}

async function probe(http: VendorHttp, signal: AbortSignal): Promise<Date | null> {
  const { headers } = await http.answer({
    what: 'listing one device',
    path: '/v2/devices',
    searchParams: { pageSize: 1 },
    schema: z.array(deviceSchema),
    signal,
  });
  const date = new Date(headers.date ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

/**
 * A client for one list. Its pages are read sequentially, so that on 401 the rejected token is known; concurrent lists share
 * the renewal.
 */
function authorizedHttp(connection: Connection, tokens: TokenCache): VendorHttp {
  let used = '';
  return vendorHttp(connection, {
    authorize: async (signal) => {
      used = await tokens.current(signal);
      return { authorization: `Bearer ${used}` };
    },
    reauthorize: () => tokens.discard(used),
  });
}

function vendorHttp(
  connection: Connection,
  authorization: Pick<Parameters<typeof createVendorHttp>[0], 'authorize' | 'reauthorize'>,
): VendorHttp {
  const { now, settings, ...options } = connection;
  return createVendorHttp({
    ...options,
    ...authorization,
    vendor: NINJAONE,
    concurrency: 1,
    secrets: [settings.clientSecret],
  });
}

/** @throws VendorError of kind `credentials` when NinjaOne does not accept the application */
async function fetchToken(http: VendorHttp, settings: NinjaOneSettings, signal: AbortSignal): Promise<FetchedToken> {
  const what = 'getting an access token';
  try {
    const token = await http.json({
      what,
      method: 'POST',
      path: '/ws/oauth/token',
      form: {
        grant_type: 'client_credentials',
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        scope: 'monitoring',
      },
      schema: tokenSchema,
      signal,
    });
    return { value: token.access_token, lifetimeSeconds: token.expires_in ?? USUAL_LIFETIME };
  } catch (error) {
    if (error instanceof VendorHttpError && REFUSED_AT_TOKEN_ENDPOINT.includes(error.status)) {
      throw new VendorError(NINJAONE, 'credentials', refusalWords(error, what), { cause: error });
    }
    if (error instanceof VendorError && !(error instanceof VendorHttpError) && error.kind === 'response') {
      // A quote from a truncated response could contain the token, so neither message nor cause are kept.
      throw new VendorError(NINJAONE, 'response', `the response is not an access token while ${what}`);
    }
    throw error;
  }
}

function refusalWords({ status, body }: VendorHttpError, what: string): string {
  const code = z.object({ error: z.string().max(100) }).safeParse(body).data?.error;
  const reason = `HTTP ${status}${code === undefined ? '' : ` ${code}`} while ${what}`;
  return `${reason}; check address, client id, client secret, and that the application may use the scope "monitoring"`;
}

/** Adds a missing scheme: https, or http for a loopback host. */
function withScheme(address: string): string {
  const text = address.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const host = URL.canParse(`https://${text}`) ? new URL(`https://${text}`).hostname : '';
  return `${isLoopbackHost(host) ? 'http' : 'https'}://${text}`;
}
