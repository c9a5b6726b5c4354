import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '#src/app.ts';
import { parseConfig } from '#src/config/config.ts';
import { ListenError } from '#src/http/listen-error.ts';
import { startServer } from '#src/server.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { insertDrill } from '#src/store/backup-drills.ts';
import { failEntries, openEntries, succeedEntries } from '#src/store/collection-log.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { startMetrics } from '#src/telemetry/metrics.ts';
import { keyOf } from '../auth/credentials.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { withOperator } from '../kit/operator-database.ts';
import { environmentFor } from '../kit/program.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/monitoring.md', import.meta.url));
const TEXT = /^text\/plain; version=0\.0\.4/;

/** The samples of a scrape: `name{labels}` → value. */
function samplesOf(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

const instant = (seconds: number) => new Date(Date.UTC(2026, 10, 1) + 1_000 * seconds);
const NOW = instant(1_000);

/** Collects nothing, but records a run of one vendor. */
async function recordRun(
  database: Database,
  vendor: 'connectwise' | 'ninjaone',
  { start, end, fails }: { readonly start: number; readonly end?: number; readonly fails?: boolean },
): Promise<void> {
  const { prisma, vendorIds } = database;
  const runId = await insertRun(prisma, 1, {
    ...{
      trigger: 'cli',
      scheduledFor: null,
      startedAt: instant(start),
      requestedBy: 'somebody',
      force: false,
      reason: null,
    },
    ...{ host: 'host', processId: 1 },
  });
  const scope = { organizationId: 1, runId, vendorId: vendorIds[vendor] };
  await openEntries(prisma, scope, { months: ['2026-09', '2026-10'] as never, startedAt: instant(start) });
  if (end === undefined) return;
  const endedAt = instant(end);
  if (fails) await failEntries(prisma, scope, { message: 'unreachable', endedAt });
  const results = ['2026-09', '2026-10'].map((month) => ({ month: month as never, metricsCollected: 1, notes: '' }));
  if (!fails) await database.transaction((tx) => succeedEntries(tx, scope, results, endedAt));
}

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
] as const)('the metrics on %s', (_, create) => {
  let fresh: FreshDatabase;
  beforeEach(async () => {
    fresh = await create();
  });
  afterEach(() => fresh.remove());

  /** The program, serving until the test is finished. */
  async function serve(environment: Readonly<Record<string, string>> = {}) {
    const statements: string[] = [];
    const config = parseConfig({
      ...{ ...environmentFor({ connection: fresh.connection }), QBR_PORT: '0' },
      ...environment,
    });
    const app = withOperator(
      await openApp(config, {
        ...{ logger: pino({ level: 'silent' }), command: 'vitest', clock: () => NOW },
        onQuery: (sql) => statements.push(sql),
      }),
    );
    const server = await startServer(app);
    onTestFinished(async () => {
      await server.close();
      await app.close();
    });
    const scrape = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${server.url}/metrics`, { headers });
      return { response, samples: samplesOf(await response.text()) };
    };
    return { ...server, app, statements, scrape };
  }

  it('tell how collections, findings, audit trail and backups fare, in one statement a scrape', async () => {
    const database = await openTestDatabase(fresh.connection);
    await recordRun(database, 'connectwise', { start: 100, end: 160 });
    await recordRun(database, 'connectwise', { start: 200, end: 230, fails: true });
    await recordRun(database, 'ninjaone', { start: 300, end: 340 });
    await recordRun(database, 'ninjaone', { start: 900 });
    await database.transaction(async (tx) => {
      const note = { at: instant(400), actor: 'somebody', origin: PROGRAM_ORIGIN, detail: {} } as const;
      await appendAudit(tx, 1, { ...note, action: 'backup.made' });
      await appendAudit(tx, 1, { ...note, action: 'audit.pruned' });
      const drill = { fileName: 'qbr-20261101-000500.backup', host: 'host', backup: null };
      const failure = { step: 'backup', problem: 'The disk is full.' } as const;
      await insertDrill(tx, 1, { ...drill, startedAt: instant(500), endedAt: instant(520), failure });
    });
    const finding = { organizationId: 1, kind: 'drift', metricName: 'endpoints_managed', message: 'differs' };
    await database.prisma.finding.createMany({
      data: [1, 2, 3].map((value) => ({
        ...finding,
        period: '2026-09',
        value,
        ...(value === 3 && { resolvedAt: NOW }),
      })),
    });
    await database.close();

    const { statements, scrape } = await serve();
    await scrape();
    statements.length = 0;
    const { response, samples } = await scrape();
    expect(statements).toHaveLength(1);
    expect(response.headers.get('content-type')).toMatch(TEXT);
    expect(samples).toMatchObject({
      qbr_database_up: 1,
      'qbr_collection_last_success_timestamp_seconds{vendor="connectwise"}': instant(160).getTime() / 1_000,
      'qbr_collection_last_success_timestamp_seconds{vendor="ninjaone"}': instant(340).getTime() / 1_000,
      'qbr_collection_duration_seconds{vendor="connectwise"}': 30,
      'qbr_collection_duration_seconds{vendor="ninjaone"}': 40,
      'qbr_collection_state{vendor="connectwise",state="failed"}': 1,
      'qbr_collection_state{vendor="connectwise",state="success"}': 0,
      'qbr_collection_state{vendor="ninjaone",state="running"}': 1,
      qbr_collection_enabled: 0,
      qbr_findings_open: 2,
      qbr_audit_anchor_number: 2,
      qbr_backup_age_seconds: 600,
      qbr_backup_drill_age_seconds: 480,
      qbr_backup_drill_success: 0,
    });
    // Absent, not 0.
    expect(Object.keys(samples).filter((name) => name.includes('quickbooks'))).toEqual([]);
  });

  it('tell nothing of backups and drills before the first one, instead of an age of 0', async () => {
    const { scrape } = await serve();
    const { samples } = await scrape();
    expect(samples).toMatchObject({ qbr_database_up: 1, qbr_audit_anchor_number: 0 });
    expect(Object.keys(samples).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('count requests, operations, statements and reads of caches, each label with few values', async () => {
    const folder = emptyDirectory();
    await writeFile(join(folder, 'known.graphql'), 'query Known { organization { id } }');
    const { url, scrape } = await serve({
      QBR_GRAPHQL_PERSISTED_OPERATIONS: 'allowed',
      QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH: folder,
    });
    await scrape();
    const ask = (query: string) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      }).then((response) => response.text());
    // The second time from the cache.
    for (let time = 0; time < 2; time += 1) await ask('query SomebodysOwn { organization { name } }');
    await ask('query Known { organization { id } }');
    await ask('query Broken {');
    for (const path of [
      '/api/qbr/periods?x=1',
      '/api/qbr/periods',
      '/api/qbr/ann',
      '/ann@example.com',
      '/health/live',
    ]) {
      await fetch(url + path);
    }
    const { samples } = await scrape();
    const of = (name: string) => Object.entries(samples).filter(([sample]) => sample.startsWith(name));
    expect(Object.fromEntries(of('qbr_http_request_duration_seconds_count'))).toMatchObject({
      'qbr_http_request_duration_seconds_count{method="POST",route="/graphql",status="2xx"}': 4,
      'qbr_http_request_duration_seconds_count{method="GET",route="/api/qbr/periods",status="2xx"}': 1,
      'qbr_http_request_duration_seconds_count{method="GET",route="/api/qbr/periods",status="4xx"}': 1,
      'qbr_http_request_duration_seconds_count{method="GET",route="/health/live",status="2xx"}': 1,
      'qbr_http_request_duration_seconds_count{method="GET",route="other",status="4xx"}': 1,
    });
    expect(Object.fromEntries(of('qbr_graphql_operation_duration_seconds_count'))).toEqual({
      'qbr_graphql_operation_duration_seconds_count{operation="other",outcome="success"}': 1,
      'qbr_graphql_operation_duration_seconds_count{operation="other",outcome="cached"}': 1,
      'qbr_graphql_operation_duration_seconds_count{operation="other",outcome="rejected"}': 1,
      'qbr_graphql_operation_duration_seconds_count{operation="Known",outcome="success"}': 1,
    });
    expect(samples['qbr_cache_reads_total{cache="graphql answers",result="hit"}']).toBe(1);
    expect(samples['qbr_database_statement_duration_seconds_count{outcome="success"}']).toBeGreaterThan(1);
    expect(JSON.stringify(samples)).not.toMatch(/ann|SomebodysOwn/);
    expect('qbr_database_connections{state="idle"}' in samples).toBe(fresh.connection.kind === 'postgresql');
  });

  it('need the role viewer, and are counted from the first scrape that may have them', async () => {
    const { app, url, scrape } = await serve({ QBR_AUTH: 'required' });
    for (const headers of [{}, { 'x-api-key': 'qbr_nonsense' }]) {
      const { response, samples } = await scrape(headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="qbr"/);
      expect(Object.keys(samples).join()).not.toContain('qbr_http');
    }
    const key = await keyOf(app.database, 'viewer');
    const first = await scrape(key);
    expect(first.response.status).toBe(200);
    expect(Object.keys(first.samples).filter((name) => name.startsWith('qbr_http'))).toEqual([]);
    await fetch(`${url}/health/live`);
    expect(Object.keys((await scrape(key)).samples).join()).toContain('/health/live');
  });
});

describe('the listener of metrics alone', () => {
  it('asks for no credentials, but answers this machine only, and nothing else', async () => {
    const fresh = await freshEmbedded();
    const environment = { ...environmentFor({ connection: fresh.connection }), QBR_AUTH: 'required', QBR_PORT: '0' };
    const config = parseConfig({ ...environment, QBR_METRICS_PORT: '0' });
    const app = withOperator(await openApp(config, { logger: pino({ level: 'silent' }), command: 'vitest' }));
    const server = await startServer(app);
    onTestFinished(async () => {
      await server.close();
      await app.close();
      await fresh.remove();
    });
    const { metricsUrl } = server;
    expect(metricsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const ask = async (init: RequestInit, url = metricsUrl ?? '') => (await fetch(url, init)).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ method: 'POST' })).toBe(405);
    expect(await ask({}, metricsUrl?.replace('/metrics', '/graphql'))).toBe(404);
    // As a browser asks whose page's own name leads here.
    const asked = request(metricsUrl ?? '', { headers: { host: 'elsewhere.example.com' } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(403);

    // Another server on the same port says so, and leaves nothing open.
    const port = new URL(metricsUrl ?? '').port;
    const second = startServer({ ...app, config: { ...config, metrics: { port: Number(port) } } });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(/QBR_METRICS_PORT/);
  });
});

it('say that the database does not answer, and nothing of what it would have said', async () => {
  const caches = { bytes: 0, reads: [] };
  const metrics = startMetrics({
    ...{ version: '1.2.3', clock: () => NOW, vendors: ['connectwise'], enabledByDefault: false },
    statistics: () => ({ connections: null, caches }),
  });
  onTestFinished(() => metrics.stop());
  const lost = () => Promise.reject(new Error('connection to db.internal lost'));
  const samples = samplesOf(await metrics.text(lost));
  expect(samples).toMatchObject({ qbr_database_up: 0, 'qbr_vendor_request_retries_total{vendor="connectwise"}': 0 });
  expect(Object.keys(samples).filter((name) => /collection|findings|audit|backup|internal/.test(name))).toEqual([]);
});

describe('docs/monitoring.md', () => {
  it('names every metric and its labels', async () => {
    const { Registry } = await import('prom-client');
    const { defineCounted, defineSampled, defineStored } = await import('#src/telemetry/metric-definitions.ts');
    const registry = new Registry();
    const metrics = [defineCounted, defineSampled, defineStored].flatMap((define) => Object.values(define(registry)));
    const documented = readFileSync(DOCUMENT, 'utf8')
      .split('\n')
      .flatMap((line) => /^\| `(qbr_\w+)` \| (.*?) ?\|/.exec(line)?.slice(1, 3).join(' ') ?? []);
    const defined = metrics.map((metric) => {
      const { name, labelNames } = metric as unknown as {
        readonly name: string;
        readonly labelNames: readonly string[];
      };
      return `${name} ${labelNames.map((label) => `\`${label}\``).join(', ')}`;
    });
    expect(documented.sort()).toEqual(defined.sort());
  });
});
