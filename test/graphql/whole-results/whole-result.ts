import { expect } from 'vitest';
import { LOCAL_VIEWER, type Viewer } from '#src/auth/viewer.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import { type BackgroundCollection, createBackgroundCollection } from '#src/service/collection/background.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { DatabaseUnderTest } from '../../kit/databases.ts';
import { collectionFor } from '../../kit/services.ts';
import { NOW, openApi } from '../api.ts';
import { DOCUMENTS } from './operation.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A request whose whole answer is kept in `<name>.json`. */
export interface WholeResult {
  /** `enter-metrics.closed-period`: the file of the operation, and what is special. */
  readonly name: string;
  readonly variables?: Variables;
  /** What is sent instead of the operation. */
  readonly query?: string;
  /** A file, which is sent in place of the input's `file`. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  /** Whether the input's `digest` is that of the file's preview. */
  readonly isPreviewed?: boolean;
  /** What is done to the books before. */
  readonly prepare?: (database: Database) => Promise<void>;
  /** Mutations that come before, by the file of their operation. */
  readonly after?: readonly (readonly [operation: string, variables: Variables])[];
  readonly viewer?: Viewer;
  readonly now?: Date;
  readonly limits?: Partial<GraphqlLimits>;
  /** How many admins closing a month needs. */
  readonly approvals?: 1 | 2;
  readonly background?: Pick<BackgroundCollection, 'start'>;
}

/** Mutations of one operation, by what is special about their input. */
export function results(operation: string, inputs: Readonly<Record<string, object>>): WholeResult[] {
  return Object.entries(inputs).map(([name, input]) => ({ name: `${operation}.${name}`, variables: { input } }));
}

/** Sends the request to the API over a world of books, and gives what its file keeps. */
export async function wholeResult(database: DatabaseUnderTest, result: WholeResult): Promise<string> {
  const { variables = {}, after = [], viewer = LOCAL_VIEWER, now = NOW } = result;
  const collections = waitingCollections(database, now);
  await result.prepare?.(database.database);
  try {
    const { handler } = openApi(database, now, result.limits, {
      background: result.background ?? collections,
      approvals: result.approvals ?? 1,
    });
    const send = async (query: string, values: Variables, asWhom: Viewer, search = '') => {
      const body = JSON.stringify({ query, variables: values });
      const init = result.file ? formOf(body, result.file) : { method: 'POST', headers: headersFor(query), body };
      const request = new Request(`http://127.0.0.1:5400/graphql${search}`, init);
      return handler(request, { requestId: 'request-1', viewer: asWhom });
    };
    for (const [operation, values] of after) await (await send(documentOf(operation), values, LOCAL_VIEWER)).text();
    const query = result.query ?? documentOf(result.name);
    const digest = result.isPreviewed
      ? await digestOf(variables, (values) => send(documentOf('preview-import'), values, LOCAL_VIEWER))
      : null;
    const response = await send(query, digest === null ? variables : withInput(variables, { digest }), viewer);
    const text = await response.text();
    // The first time it is yoga's, then a repeated query, and the third time compiled. Answers are cached by their address.
    for (const repeated of isQuery(query) ? [2, 3] : []) {
      const again = await send(query, variables, viewer, `?repeated=${repeated}`);
      expect(await again.text()).toBe(text);
      expect([again.status, ...again.headers]).toEqual([response.status, ...response.headers]);
    }
    const kept = {
      ...(result.query && { query: result.query }),
      ...(after.length > 0 && { after: after.map(([operation, values]) => ({ [operation]: values })) }),
      ...(result.variables && { variables }),
      status: response.status,
      ...answerOf(withoutSecrets(text)),
    };
    return `${written(abridged(kept))}\n`;
  } finally {
    await collections.stop();
  }
}

/** The digest of a preview of the same file. */
async function digestOf(variables: Variables, preview: (variables: Variables) => Promise<Response>): Promise<string> {
  const answer = await preview(withInput(variables, { digest: undefined, skipRefused: undefined }));
  return /"digest":"([0-9a-f]{64})"/.exec(await answer.text())?.[1] ?? 'no digest';
}

function withInput(variables: Variables, more: object): Variables {
  return { ...variables, input: { ...(variables['input'] as object), ...more } };
}

function documentOf(name: string): string {
  const [operation = ''] = name.split('.');
  const document = DOCUMENTS.get(operation);
  if (!document) throw new Error(`There is no ${operation}.graphql`);
  return document;
}

function isQuery(document: string): boolean {
  return !/^(mutation|subscription)\b/.test(document);
}

/** A request by the GraphQL multipart request convention. */
function formOf(operations: string, { name, bytes }: NonNullable<WholeResult['file']>) {
  const body = new FormData();
  body.set('operations', operations);
  body.set('map', '{ "0": ["variables.input.file"] }');
  body.set('0', new File([Buffer.from(bytes)], name));
  const headers = { accept: 'application/graphql-response+json', 'graphql-require-preflight': '1' };
  return { method: 'POST', headers, body };
}

function headersFor(query: string): Record<string, string> {
  const accept = query.startsWith('subscription') ? 'text/event-stream' : 'application/graphql-response+json';
  return { 'content-type': 'application/json', accept };
}

/** A JSON answer as it is; of a stream of events the data of each. */
function answerOf(text: string): object {
  if (!text.startsWith('event:') && !text.startsWith(':') && !text.startsWith('id:')) return JSON.parse(text) as object;
  const events = text.split('\n').filter((line) => line.startsWith('data: {'));
  return { events: events.map((line) => JSON.parse(line.slice('data: '.length)) as unknown) };
}

/**
 * A key is made at random: its visible beginning and its secret are replaced, here and wherever else the beginning stands. So
 * are the Web Connector's password and FileID.
 */
function withoutSecrets(whole: string): string {
  const text = whole.replace(/"password":"[^"]+"/, '"password":"<password>"').replace(/(<FileID>)[^<]+/, '$1{<id>}');
  const [key, prefix] = /(qbr_\w{8})_[\w-]{43}/.exec(text) ?? [];
  if (key === undefined || prefix === undefined) return text;
  return text.replaceAll(key, 'qbr_<prefix>_<secret>').replaceAll(prefix, 'qbr_<prefix>');
}

/** Collections of a vendor that answers only by failing when the program stops. */
function waitingCollections({ database }: DatabaseUnderTest, now: Date): BackgroundCollection {
  const connectwise: VendorReader = {
    async read({ signal }) {
      signal.throwIfAborted();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const clock = () => now;
  return createBackgroundCollection({
    collection: async (organizationId) =>
      collectionFor(database, { readers: { connectwise, ninjaone: null }, clock, organizationId }),
    clock,
    logger: { error: () => undefined } as never,
  });
}

/**
 * What is kept of a long input that is too long on purpose. This and a new key are all that is changed of a request and its
 * answer: clock, numbers and ids are the same in every run.
 */
function abridged(value: unknown): unknown {
  if (typeof value === 'string' && /^(.)\1{100,}$/.test(value)) return `${value[0]} × ${value.length}`;
  if (Array.isArray(value) && value.length > 1_000) return [`${value.length} times`, abridged(value[0])];
  if (Array.isArray(value)) return value.map(abridged);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, abridged(each)]));
}

const WIDTH = 150;

/** JSON with each object and list on one line where it fits, so that a metric is a line that can be read. */
function written(value: unknown, indent = '', lead = 0): string {
  const line = inOneLine(value);
  if (value === null || typeof value !== 'object' || indent.length + lead + line.length <= WIDTH) return line;
  const within = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((each) => within + written(each, within)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, each]) => {
    const name = `${JSON.stringify(key)}: `;
    return within + name + written(each, within, name.length);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function inOneLine(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inOneLine(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
