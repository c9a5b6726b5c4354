import { afterAll, beforeAll, expect, it } from 'vitest';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { type FreshDatabase, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { firstRequests, type HttpFake } from '../kit/http-faults.ts';
import { environmentFor, runQbr, startQbr } from '../kit/program.ts';
import { type ReceivedSpan, startTraceCollector, type TraceCollector } from '../kit/trace-collector.ts';
import { generateWorld } from '../kit/world/world.ts';

const COLLECTOR_KEY = 'key-of-the-collector';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

const world = generateWorld({ seed: 'traces', until: new Date(), months: 5, timeZone: 'America/Chicago', scale: 0.2 });

let database: FreshDatabase;
let connectwise: HttpFake;
let collector: TraceCollector;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  [database, collector] = [await freshPostgresql(), await startTraceCollector()];
  connectwise = await startConnectWiseFake({ rows: world.connectwise });
  environment = {
    ...environmentFor({ connectwise, connection: database.connection }),
    ...{ QBR_PORT: '0', QBR_LOG_LEVEL: 'debug' },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${COLLECTOR_KEY}` },
  };
});
afterAll(async () => {
  await Promise.all([collector.close(), connectwise.close()]);
  await database.remove();
});

/** The names of a trace's spans below one, as a tree. */
type Tree = { readonly [name: string]: Tree };
function treeOf(spans: readonly ReceivedSpan[], parentSpanId: string): Tree {
  const children = spans.filter((span) => span.parentSpanId === parentSpanId);
  return Object.fromEntries(children.map(({ name, spanId }) => [name, treeOf(spans, spanId)]));
}

it('has a request with its operation, service calls and statements; the answer and each log line name the trace', async () => {
  const server = startQbr(['serve'], environment);
  const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
  const url = /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
  const query = `mutation Enter($value: Decimal!) {
    enterMetrics(input: { period: "2025-01", entries: [{ metric: "employees", value: $value }] }) { __typename }
  }`;
  const answer = await fetch(`${url}/graphql?secret=hidden`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-${CALLER}-01` },
    body: JSON.stringify({ query, variables: { value: '8765.25' } }),
  });
  expect(await answer.json()).toEqual({ data: { enterMetrics: { __typename: 'EnterMetricsSuccess' } } });
  expect(answer.headers.get('x-trace-id')).toBe(TRACE);
  // Without a caller's trace a request begins its own.
  const alone = await fetch(`${url}/health/live`);
  expect(alone.headers.get('x-trace-id')).toMatch(/^[\da-f]{32}$/);
  await server.waitFor('"path":"/health/live"');
  server.process.kill('SIGTERM');
  const { status, stdout } = await server.ended;
  expect(status).toBe(0);

  const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  expect(lines.filter(({ traceId }) => traceId === TRACE)).toMatchObject([{ msg: 'Request', path: '/graphql' }]);
  expect(lines.find(({ msg }) => msg.startsWith('Listening'))).not.toHaveProperty('traceId');

  const spans = await collector.spans((all) =>
    all.some(({ traceId, name }) => traceId === TRACE && name === 'POST /graphql'),
  );
  const trace = spans.filter(({ traceId }) => traceId === TRACE);
  const statements = { SELECT: {}, INSERT: {} };
  expect(treeOf(trace, CALLER)).toMatchObject({
    'POST /graphql': { 'GraphQL Enter': { 'write metrics:write': statements } },
  });
  const attributes = (name: string) => trace.find((span) => span.name === name)?.attributes;
  expect(attributes('POST /graphql')).toEqual({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'http.response.status_code': 200,
  });
  expect(attributes('GraphQL Enter')).toMatchObject({ 'qbr.graphql.outcome': 'success' });
  expect(attributes('write metrics:write')).toMatchObject({
    'qbr.audit.actions': { values: [{ stringValue: 'metrics.entered' }] },
  });
  expect(attributes('INSERT')).toMatchObject({ 'db.query.text': expect.stringContaining('$1') });
  expect(collector.headers.every((headers) => headers['x-api-key'] === COLLECTOR_KEY)).toBe(true);
});

it('has a collection with its vendor requests and their retries', async () => {
  connectwise.setFault(firstRequests(1, { kind: 'status', status: 503, headers: { 'retry-after': '0' } }));
  expect((await runQbr(['collect', '--months', '4'], environment)).status).toBe(0);
  const spans = await collector.spans((all) => all.some(({ name }) => name === 'collection cli'));
  const run = spans.find(({ name }) => name === 'collection cli');
  const trace = spans.filter(({ traceId }) => traceId === run?.traceId);
  expect(run?.parentSpanId ?? '').toBe('');
  expect(treeOf(trace, run?.spanId ?? '')).toMatchObject({
    'collect connectwise': { 'GET ConnectWise': {}, 'write collection:run': { INSERT: {} } },
  });
  const requests = trace.filter(({ name }) => name === 'GET ConnectWise');
  const outcomes = requests.map(({ attributes }) => attributes['qbr.vendor.outcome']);
  expect(new Set(outcomes)).toEqual(new Set(['success']));
  expect(requests.filter(({ attributes }) => Number(attributes['http.request.resend_count']) > 0)).toHaveLength(1);
  expect(requests.map(({ attributes }) => attributes['url.template']).join()).toMatch(/service\/tickets/);
});

it('has no secret and no figure of the books', async () => {
  const opened = await openTestDatabase(database.connection);
  const values = await opened.prisma.monthlyMetric.findMany({ select: { metricValue: true } });
  await opened.close();
  const sent = collector.bodies.map((body) => JSON.parse(body) as unknown);
  // Ids and times of spans are digits too.
  const texts: string[] = [];
  JSON.stringify(sent, (key, value: unknown) => {
    if (/^(traceId|spanId|parentSpanId|\w+UnixNano)$/.test(key)) return undefined;
    if (typeof value === 'string' || typeof value === 'number') texts.push(String(value));
    return value;
  });
  const text = texts.join('\n');
  const figures = values.map(({ metricValue }) => metricValue.toFixed()).filter((figure) => figure.length > 3);
  expect(figures).toContain('8765.25');
  expect(figures.length).toBeGreaterThan(3);
  expect(figures.filter((figure) => text.includes(figure))).toEqual([]);
  const { DATABASE_URL = '', CONNECTWISE_PRIVATE_KEY = '', CONNECTWISE_CLIENT_ID = '' } = environment;
  const secrets = [DATABASE_URL, CONNECTWISE_PRIVATE_KEY, CONNECTWISE_CLIENT_ID, COLLECTOR_KEY, 'hidden'];
  expect(secrets.filter((secret) => secret !== '' && text.includes(secret))).toEqual([]);
});
