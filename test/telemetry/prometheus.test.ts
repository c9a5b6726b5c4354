import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { type FreshDatabase, freshPostgresql } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import type { HttpFake } from '../kit/http-faults.ts';
import { environmentFor, type RunningProgram, runQbr, startQbr } from '../kit/program.ts';
import { hasPrometheus, type Prometheus, promtool, startPrometheus } from '../kit/prometheus.ts';
import { generateWorld } from '../kit/world/world.ts';

const OPS = fileURLToPath(new URL('../../ops/', import.meta.url));
const ALERTS = join(OPS, 'prometheus/alerts.yaml');
const SCRAPING = join(OPS, 'prometheus/prometheus.yaml');
const COLLECT = 'mutation { collect(input: { vendors: [CONNECTWISE] }) { __typename } }';

const world = generateWorld({
  seed: 'scraped',
  until: new Date(),
  months: 14,
  timeZone: 'America/Chicago',
  scale: 0.1,
});

/** The queries of the dashboard, as it asks them of one job and with the interval of a fast scrape. */
function dashboardQueries(): string[] {
  const { panels } = JSON.parse(readFileSync(join(OPS, 'grafana/qbr.json'), 'utf8')) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  };
  const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return queries.map((query) => query.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'qbr'));
}

describe.skipIf(!hasPrometheus)('Prometheus (skipped where Debian’s package prometheus is not installed)', () => {
  let database: FreshDatabase;
  let connectwise: HttpFake;
  let server: RunningProgram;
  let metricsUrl: string;
  let prometheus: Prometheus;
  beforeAll(async () => {
    database = await freshPostgresql();
    connectwise = await startConnectWiseFake({ rows: world.connectwise });
    const environment = environmentFor({ connectwise, connection: database.connection });
    await runQbr(['backup', 'drill', emptyDirectory()], environment);
    server = startQbr(['serve'], { ...environment, QBR_PORT: '0', QBR_METRICS_PORT: '0' });
    const address = async (pattern: RegExp) => pattern.exec(await server.waitFor(pattern))?.[1] ?? '';
    const url = await address(/Listening on (http:\/\/[\d.]+:\d+)/);
    metricsUrl = await address(/Metrics at (http:\/\/[\d.]+:\d+\/metrics)/);
    prometheus = await startPrometheus(SCRAPING, { target: new URL(metricsUrl).host, rules: ALERTS });
    const ask = (query: string) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    await ask(COLLECT);
    await server.waitFor('Collection ended');
    await Promise.all([ask('{ organization { name } }'), fetch(`${url}/api/qbr/periods`), fetch(`${url}/nothing`)]);
  });
  afterAll(async () => {
    await prometheus?.close();
    server?.process.kill('SIGTERM');
    await server?.ended;
    await connectwise?.close();
    await database?.remove();
  });

  it('reads what a running server says, which promtool finds nothing wrong with', async () => {
    expect(await promtool(['check', 'metrics'], await (await fetch(metricsUrl)).text())).toEqual({
      status: 0,
      text: '',
    });
    expect(await prometheus.query('up{job="qbr"} == 1')).toHaveLength(1);
    const [success] = await prometheus.query(
      'time() - qbr_collection_last_success_timestamp_seconds{vendor="connectwise"}',
    );
    expect(Number(success?.value[1])).toBeLessThan(600);
    expect(await prometheus.query('qbr_backup_age_seconds')).toHaveLength(1);
  });

  it('answers every query of the dashboard', async () => {
    const queries = dashboardQueries();
    expect(queries.length).toBeGreaterThan(20);
    const answers = await Promise.all(
      queries.map((query) => prometheus.query(query).catch((error) => `${query}: ${error}`)),
    );
    expect(answers.filter((answer) => typeof answer === 'string')).toEqual([]);
  });

  it('evaluates every alert, none of which names a metric that is not there', async () => {
    const rules = await vi.waitUntil(
      async () => {
        const all = await prometheus.rules();
        return all.every(({ health }) => health !== 'unknown') && all;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    const text = await (await fetch(metricsUrl)).text();
    const named = new Set(
      readFileSync(ALERTS, 'utf8')
        .match(/qbr_\w+/g)
        ?.map((name) => name.replace(/_(count|sum|bucket)$/, '')),
    );
    expect([...named].filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  });

  it.each([
    ['rules', ['check', 'rules', ALERTS]],
    ['the example of a configuration', ['check', 'config', SCRAPING]],
    [
      'when each alert fires, and that none fires while all is well',
      ['test', 'rules', join(OPS, 'prometheus/alerts.test.yaml')],
    ],
  ])('promtool accepts %s', async (_, args) => {
    expect(await promtool(args)).toMatchObject({ status: 0 });
  });
});
