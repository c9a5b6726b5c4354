import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type FreshDatabase, freshEmbedded, freshPostgresql } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { environmentFor, MAIN, runQbr, startQbr } from '../kit/program.ts';

/** What only some processes need. */
const SELDOM_NEEDED = [
  '@electric-sql/pglite',
  '@hono/zod-openapi',
  '@modelcontextprotocol/sdk',
  '@opentelemetry/api',
  '@opentelemetry/sdk-trace',
  '@pothos/core',
  '@prisma/adapter-pg',
  '@prisma/client',
  'cli-progress',
  'fs-native-extensions',
  'got',
  'graphile-worker',
  'graphql',
  'graphql-yoga',
  'hono',
  'nodemailer',
  'openid-client',
  'pdfkit',
  'pg',
  'pglite-prisma-adapter',
  'pino',
  'prom-client',
  'saxes',
  'zod',
] as const;

let server: ReturnType<typeof startQbr> | undefined;
afterEach(async () => {
  server?.process.kill('SIGTERM');
  await server?.ended;
});

/** A process writes the scripts that it has loaded into this directory when it ends. */
function newRecord(): { readonly directory: string; readonly environment: Readonly<Record<string, string>> } {
  const directory = emptyDirectory();
  return { directory, environment: { NODE_V8_COVERAGE: directory } };
}

/** The packages of `SELDOM_NEEDED` that the process has loaded. */
function loadedPackages(directory: string): string[] {
  const modules = loadedScripts(directory).flatMap(modulesOf);
  return SELDOM_NEEDED.filter((name) => modules.some((module) => module.includes(`/node_modules/${name}/`)));
}

/** The scripts that the process has loaded, by their URLs: the program's own, and those of packages outside of it. */
function loadedScripts(directory: string): string[] {
  const scripts = readdirSync(directory).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  });
  expect(scripts.map((url) => fileURLToPath(url))).toContain(MAIN);
  return scripts;
}

/** The files of the program, which are what a start reads one after another. */
function loadedFiles(directory: string): string[] {
  return loadedScripts(directory).filter((url) => fileURLToPath(url).startsWith(dirname(MAIN)));
}

/** The modules of a bundled file, or the file itself; the bundler's own file has no map. */
function modulesOf(url: string): string[] {
  const path = fileURLToPath(url);
  if (path.includes('/node_modules/') || !existsSync(`${path}.map`)) return [path];
  const { sources } = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { sources: string[] };
  return sources.map((source) => join('/', source));
}

async function addressOf(started: ReturnType<typeof startQbr>): Promise<string> {
  const output = await started.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
  return /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
}

describe('a process loads what it needs', () => {
  it('for its help', async () => {
    const { directory, environment } = newRecord();
    expect((await runQbr(['--help'], environment)).status).toBe(0);
    expect(loadedPackages(directory)).toEqual([]);
    expect(loadedFiles(directory).length).toBeLessThan(5);
  });

  describe.each([
    [
      'PostgreSQL',
      freshPostgresql,
      ['@prisma/adapter-pg', 'pg'],
      ['@electric-sql/pglite', 'fs-native-extensions', 'pglite-prisma-adapter'],
    ],
    [
      'PGlite',
      freshEmbedded,
      ['@electric-sql/pglite', 'fs-native-extensions', 'pglite-prisma-adapter'],
      ['@prisma/adapter-pg', 'pg'],
    ],
  ] as const)('on %s', (_, create, needed, notNeeded) => {
    let fresh: FreshDatabase;
    beforeAll(async () => {
      fresh = await create();
    });
    afterAll(() => fresh.remove());

    it('for a server that is ready, in few files', async () => {
      const { directory, environment } = newRecord();
      server = startQbr(['serve'], {
        ...{ ...environmentFor({ connection: fresh.connection }), ...environment, QBR_PORT: '0' },
        NODE_OPTIONS: `--import ${new URL('../kit/only-until-ready.mjs', import.meta.url).href}`,
      });
      expect((await fetch(`${await addressOf(server)}/health/ready`)).status).toBe(200);
      expect((await server.ended).status).toBe(0);
      const isAlwaysNeeded = ['hono', 'pino', 'zod'];
      const ofDatabase = needed.filter((name) => !/prisma/.test(name));
      expect(loadedPackages(directory)).toEqual([...ofDatabase, ...isAlwaysNeeded].sort());
      expect(loadedFiles(directory).length).toBeLessThan(15);
    });

    it('for a server that has answered GraphQL and REST', async () => {
      const { directory, environment } = newRecord();
      server = startQbr(['serve'], {
        ...environmentFor({ connection: fresh.connection }),
        ...environment,
        QBR_PORT: '0',
      });
      const url = await addressOf(server);
      const answers = await Promise.all([
        fetch(`${url}/graphql?query={__typename}`),
        fetch(`${url}/api/qbr/periods`),
        fetch(`${url}/health/ready`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      server.process.kill('SIGTERM');
      expect((await server.ended).status).toBe(0);
      const loaded = loadedPackages(directory);
      expect(loaded).toEqual(expect.arrayContaining([...needed, 'graphql-yoga', '@prisma/client']));
      const seldom = [
        '@graphql-yoga/render-graphiql',
        '@modelcontextprotocol/sdk',
        '@opentelemetry/api',
        '@opentelemetry/sdk-trace',
        'cli-progress',
        'got',
        'graphile-worker',
        'openid-client',
        'pdfkit',
        'prom-client',
      ];
      expect(loaded.filter((name) => [...seldom, ...notNeeded].includes(name))).toEqual([]);
    });
  });

  it.each([
    ['metrics', { QBR_METRICS_PORT: '0' }, 'prom-client', '@opentelemetry/sdk-trace'],
    // Nothing listens there, which stops nothing.
    ['traces', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, '@opentelemetry/sdk-trace', 'prom-client'],
  ])('for a server with %s', async (_, variables, needed, notNeeded) => {
    const fresh = await freshPostgresql();
    onTestFinished(() => fresh.remove());
    const { directory, environment } = newRecord();
    server = startQbr(['serve'], {
      ...{ ...environmentFor({ connection: fresh.connection }), ...environment, QBR_PORT: '0' },
      ...variables,
    });
    await fetch(`${await addressOf(server)}/health/live`);
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
    const loaded = loadedPackages(directory);
    expect(loaded).toContain(needed);
    expect(loaded).not.toContain(notNeeded);
  });

  it('for a command that the server runs, which holds the data folder', async () => {
    const fresh = await freshEmbedded();
    const variables = environmentFor({ connection: fresh.connection });
    server = startQbr(['serve'], { ...variables, QBR_PORT: '0' });
    await addressOf(server);
    const { directory, environment } = newRecord();
    const { status, stdout } = await runQbr(['status'], { ...variables, ...environment });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('Nightly collection') });
    expect(loadedPackages(directory)).toEqual(['fs-native-extensions', 'pino', 'zod']);
    expect(loadedFiles(directory).length).toBeLessThan(10);
    server.process.kill('SIGTERM');
    await server.ended;
    await fresh.remove();
  });
});
