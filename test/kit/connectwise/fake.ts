import { type FakeReply, type FakeRequest, type HttpFake, startHttpFake } from '../http-faults.ts';
import { countReply, errorReply, type ListQuery, listReply, orBadRequest, wholeJson } from './list.ts';
import { boardResource, type Resource, ticketResource, timeEntryResource } from './resource.ts';
import type { ConnectWiseRows, ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from './rows.ts';

export interface ConnectWiseFakeOptions {
  readonly rows: ConnectWiseRows;
  /** What a client has to present; `FAKE_CREDENTIALS` by default. */
  readonly credentials?: ConnectWiseCredentials;
  /** Answer to wrong credentials: 401 as on-premise servers, or 404 as the cloud. */
  readonly wrongCredentialsStatus?: 401 | 404;
  /** False for a server of about 2022: the field is not in its JSON, and 400 when asked for. */
  readonly knowsTicketBoard?: boolean;
  /** Largest page, 1000 as in PSA; a larger size asked for is capped without a word. */
  readonly maxPageSize?: number;
  /** Whether pages have a `Link` header with the next one; true by default. */
  readonly namesNextPage?: boolean;
  /** Most values of one `in (…)`; more are answered 400. No limit by default. */
  readonly maxInValues?: number;
  /** The server's clock minus the true time, in milliseconds. */
  readonly clockSkewMs?: number;
  /** Added to every answer. */
  readonly latencyMs?: number;
  readonly port?: number;
}

export interface ConnectWiseCredentials {
  readonly companyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
}

/** What the fake accepts unless told otherwise. */
export const FAKE_CREDENTIALS: ConnectWiseCredentials = {
  companyId: 'fakemsp',
  publicKey: 'fakePublicKey01',
  privateKey: 'fakePrivateKey01',
  clientId: '5a1d8b52-0000-4000-8000-fa4ec11e0001',
};

const BASE_PATH = '/v4_6_release/apis/3.0';
const VERSION = 'v2025.1.12345';

/** ConnectWise PSA's REST API over the caller's rows, on loopback. It parses what it is asked, pages, and fails as told. */
export function startConnectWiseFake(options: ConnectWiseFakeOptions): Promise<HttpFake> {
  return startHttpFake({
    answer: connectWiseAnswers(options),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
}

/** The answers of that API, for a server that answers for several companies. */
export function connectWiseAnswers(options: ConnectWiseFakeOptions): (request: FakeRequest) => FakeReply {
  const server: PsaServer = {
    options,
    credentials: options.credentials ?? FAKE_CREDENTIALS,
    tickets: ticketResource(),
    timeEntries: timeEntryResource({ ticketBoard: options.knowsTicketBoard ?? true }),
    boards: boardResource(),
  };
  return (request) => dated(server, answer(server, request));
}

interface BoardRow {
  readonly id: number;
  readonly name: string;
}

interface PsaServer {
  readonly options: ConnectWiseFakeOptions;
  readonly credentials: ConnectWiseCredentials;
  readonly tickets: Resource<ConnectWiseTicketRow>;
  readonly timeEntries: Resource<ConnectWiseTimeEntryRow>;
  readonly boards: Resource<BoardRow>;
}

function dated({ options }: PsaServer, reply: FakeReply): FakeReply {
  if (options.clockSkewMs === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, date: new Date(Date.now() + options.clockSkewMs).toUTCString() } };
}

function answer(server: PsaServer, request: FakeRequest): FakeReply {
  const companyId = /^\/login\/companyinfo\/([^/]+)$/.exec(request.path)?.[1];
  if (companyId !== undefined) return companyInfo(server, companyId);
  if (!request.path.startsWith(`${BASE_PATH}/`)) return notFound();
  return refusal(server, request) ?? resourceReply(server, request);
}

/** The codebase of a company, asked without credentials; null for a company that is not known. */
function companyInfo({ credentials }: PsaServer, companyId: string): FakeReply {
  const known = {
    CompanyName: 'Fake MSP',
    Codebase: 'v2025_1/',
    VersionCode: 'v2025.1',
    VersionNumber: VERSION,
    CompanyID: companyId,
    IsCloud: true,
  };
  return { status: 200, body: JSON.stringify(companyId === credentials.companyId ? known : null) };
}

function refusal({ options, credentials }: PsaServer, { headers }: FakeRequest): FakeReply | undefined {
  const { companyId, publicKey, privateKey, clientId } = credentials;
  const expected = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
  if (headers.authorization !== `Basic ${expected}`) {
    return options.wrongCredentialsStatus === 404
      ? notFound()
      : errorReply(401, 'Unauthorized', 'UserNotAuthenticated');
  }
  if (headers['clientid'] === clientId) return undefined;
  return errorReply(403, 'Forbidden', 'The clientId header is missing or not valid');
}

function resourceReply(server: PsaServer, request: FakeRequest): FakeReply {
  const { tickets, timeEntries } = server.options.rows;
  const route = `${request.method} ${request.path.slice(BASE_PATH.length)}`;
  switch (route) {
    case 'GET /system/info':
      return systemInfo();
    case 'GET /service/tickets':
      return list(server, request, { resource: server.tickets, rows: tickets });
    case 'GET /service/tickets/count':
      return count(server, request, { resource: server.tickets, rows: tickets });
    case 'POST /service/tickets/search':
      return search(server, request, { resource: server.tickets, rows: tickets });
    case 'GET /time/entries':
      return list(server, request, { resource: server.timeEntries, rows: timeEntries });
    case 'GET /time/entries/count':
      return count(server, request, { resource: server.timeEntries, rows: timeEntries });
    case 'GET /service/boards':
      return list(server, request, { resource: server.boards, rows: boardRows(tickets) });
    default:
      return oneReply(server, route);
  }
}

/** `GET …/{id}`: the whole row, or 404. */
function oneReply({ options, ...server }: PsaServer, route: string): FakeReply {
  const [, list, id] = /^GET \/(service\/tickets|time\/entries)\/(\d+)$/.exec(route) ?? [];
  const found =
    list === 'service/tickets'
      ? jsonOf(server.tickets, options.rows.tickets, Number(id))
      : list === 'time/entries'
        ? jsonOf(server.timeEntries, options.rows.timeEntries, Number(id))
        : undefined;
  return found ? { status: 200, body: JSON.stringify(found) } : notFound();
}

function jsonOf<Row extends { readonly id: number }>(resource: Resource<Row>, rows: readonly Row[], id: number) {
  const row = rows.find((each) => each.id === id);
  return row && wholeJson(resource)(row);
}

function systemInfo(): FakeReply {
  const info = { version: VERSION, isCloud: true, serverTimeZone: 'Eastern Standard Time', cloudRegion: 'NA' };
  return { status: 200, body: JSON.stringify({ ...info, licenseBits: [] }) };
}

interface Collection<Row> {
  readonly resource: Resource<Row>;
  readonly rows: readonly Row[];
}

function list<Row>(server: PsaServer, request: FakeRequest, collection: Collection<Row>): FakeReply {
  return page(server, request, { ...collection, query: urlQuery(request.query) });
}

function count<Row>(server: PsaServer, request: FakeRequest, collection: Collection<Row>): FakeReply {
  const query = urlQuery(request.query);
  return tooManyValues(server, query) ?? orBadRequest(() => countReply({ ...collection, query }));
}

/** Conditions and order come in the body; fields and page stay in the URL. */
function search<Row>(server: PsaServer, request: FakeRequest, collection: Collection<Row>): FakeReply {
  const filter = jsonObject(request.body);
  if (filter === undefined) return errorReply(400, 'InvalidObject', 'The request body is not a JSON object');
  const text = (name: string) => (typeof filter[name] === 'string' ? filter[name] : null);
  const query = { ...urlQuery(request.query), conditions: text('conditions'), orderBy: text('orderBy') };
  return page(server, request, { ...collection, query });
}

function page<Row>(
  server: PsaServer,
  request: FakeRequest,
  listing: Collection<Row> & { query: ListQuery },
): FakeReply {
  const maxPageSize = Math.min(server.options.maxPageSize ?? 1000, 1000);
  const url = new URL(`http://${request.headers.host}${request.path}?${request.query}`);
  const reply = tooManyValues(server, listing.query) ?? orBadRequest(() => listReply({ ...listing, maxPageSize, url }));
  return server.options.namesNextPage === false ? { ...reply, headers: {} } : reply;
}

function tooManyValues({ options }: PsaServer, { conditions }: ListQuery): FakeReply | undefined {
  const lists = conditions?.match(/\bin\s*\([^)]*\)/gi) ?? [];
  const most = Math.max(0, ...lists.map((text) => text.split(',').length));
  if (most <= (options.maxInValues ?? Number.POSITIVE_INFINITY)) return undefined;
  return errorReply(400, 'ApiFindCondition', 'Too many values');
}

function urlQuery(query: URLSearchParams): ListQuery {
  return {
    conditions: query.get('conditions'),
    orderBy: query.get('orderBy'),
    fields: query.get('fields'),
    page: query.get('page'),
    pageSize: query.get('pageSize'),
  };
}

function boardRows(tickets: readonly ConnectWiseTicketRow[]): BoardRow[] {
  const names = new Set(tickets.flatMap(({ board }) => (board === null ? [] : [board.name])));
  return [...names].sort().map((name, index) => ({ id: index + 1, name }));
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function notFound(): FakeReply {
  return errorReply(404, 'NotFound', 'Resource not found');
}
