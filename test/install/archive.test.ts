import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '#src/package-root.ts';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import type { HttpFake } from '../kit/http-faults.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import { askGraphql, environmentFor, runQbr, startQbr } from '../kit/program.ts';
import { generateWorld } from '../kit/world/world.ts';
import { wordsOf } from './containerfile.ts';
import { type Installed, installProgram, packagesThatRun, writableDirectory } from './installed.ts';
import { linesOf, objectionToRestrictions, RestrictedUnits } from './restricted.ts';

const TIME_ZONE = 'America/Chicago';
const MEGABYTE = 1_000_000;
const world = generateWorld({ seed: 'archive', until: new Date(), months: 3, timeZone: TIME_ZONE, scale: 0.2 });

let installed: Installed;
beforeAll(() => {
  installed = installProgram();
});

/** Paths of the files below a folder, relative to it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}

/** A number of MB that the README says, by the words after it. */
function documentedMegabytes(words: string): number {
  const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  return Number(new RegExp(`(\\d+) MB ${words}`).exec(readme)?.[1]);
}

describe('what is installed', () => {
  it('is the built program with what it reads, and nothing that builds or tests it', () => {
    const files = filesBelow(installed.package).filter((path) => !path.startsWith('node_modules/'));
    const needed = [
      'dist/dashboard/public/index.html',
      'dist/dashboard/public/licenses.md',
      'dist/program/threads/file-worker.js',
      'dist/program/threads/licenses.md',
      'dist/program/licenses.md',
      'dist/program/main.js',
      'docs/derivation.schema.json',
      'openapi.json',
      'ops/systemd/qbr.service',
      'ops/verify/verify.py',
      'prisma/migrations/migration_lock.toml',
      'schema.graphql',
    ];
    expect(needed.filter((path) => !files.includes(path))).toEqual([]);
    const foreign = files.filter((path) =>
      /^(src|test|bench|ops\/(build|demo))\/|\.tsx?$|\.map$|\/\.stamp$/.test(path),
    );
    expect(foreign).toEqual([]);
  });

  it('has no file of an earlier build', () => {
    const built = JSON.parse(readFileSync(join(packageRoot(), 'dist/program/files.json'), 'utf8')) as string[];
    const packed = filesBelow(join(installed.package, 'dist/program'));
    expect(packed.sort()).toEqual(built.filter((path) => !path.endsWith('.map')).sort());
  });

  it('tells the commit that it was built from', () => {
    const commitIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'dist/program/build.json'), 'utf8'));
    expect(commitIn(installed.package)).toEqual(commitIn(packageRoot()));
  });

  it('brings exactly the packages that run, so that no registry is asked', () => {
    const packages = filesBelow(installed.folder)
      .filter((path) => /node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(path))
      .map((path) => path.replace(/\/package\.json$/, '').replace('node_modules/qbr-server/', ''));
    expect(packages.filter((path) => path !== 'node_modules/qbr-server').sort()).toEqual(packagesThatRun().sort());
    const building = ['@prisma/client', 'graphql', 'prisma', 'typescript', 'vite', 'vitest'];
    expect(packages.filter((path) => building.includes(path.replace('node_modules/', '')))).toEqual([]);
  });

  it('takes the room that the README says', () => {
    const archive = statSync(installed.archive).size / MEGABYTE;
    const bytes = filesBelow(installed.folder).map((path) => statSync(join(installed.folder, path)).size);
    const onDisk = bytes.reduce((sum, size) => sum + size, 0) / MEGABYTE;
    expect(Math.abs(archive - documentedMegabytes('to download'))).toBeLessThan(3);
    expect(Math.abs(onDisk - documentedMegabytes('on disk'))).toBeLessThan(5);
  });
});

describe('installed by an unprivileged user on a tree that nobody may write, it', () => {
  let connectwise: HttpFake;
  let ninjaone: NinjaOneFake;
  let environment: Readonly<Record<string, string>>;
  let server: ReturnType<typeof startQbr>;
  let url: string;
  const here = () => writableDirectory();
  const run = (...args: string[]) => runQbr(args, environment, here(), installed);

  beforeAll(async () => {
    connectwise = await startConnectWiseFake({ rows: world.connectwise });
    const { organizations, locations, devicesAt } = world.ninjaone;
    ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
    const connection = { kind: 'embedded', directory: join(here(), 'data') } as const;
    environment = { ...environmentFor({ connectwise, ninjaone, connection }), QBR_PORT: '0' };
    server = startQbr(['serve'], environment, here(), installed);
    const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
    url = /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
  });
  afterAll(async () => {
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
    await Promise.all([connectwise.close(), ninjaone.close()]);
  });

  it('answers GraphQL and REST', async () => {
    expect(await askGraphql(url, '{ organization { name } }')).toEqual({ organization: { name: 'Example MSP' } });
    expect((await fetch(`${url}/api/qbr/periods`)).status).toBe(200);
  });

  it.each([
    '/',
    '/sheet',
    '/theme.js',
    '/api/qbr/docs',
    '/api/qbr/docs/swagger-ui.css',
    '/api/qbr/docs/swagger-ui-bundle.js',
  ])('serves %s', async (path) => {
    const answer = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
    expect([answer.status, (await answer.text()).length > 100]).toEqual([200, true]);
  });

  it('serves the script of the dashboard, and GraphiQL', async () => {
    for (const path of ['/', '/graphql']) {
      const page = await (await fetch(`${url}${path}`, { headers: { accept: 'text/html' } })).text();
      const script = /<script type="module"[^>]* src="([^"]+)"/.exec(page)?.[1] ?? 'none';
      const answer = await fetch(new URL(script, `${url}${path}`));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('javascript')]);
    }
  });

  it('is healthy and starts as the image says', async () => {
    const [node = '', ...check] = wordsOf('HEALTHCHECK');
    const isHealthy = (port: string) => {
      return spawnSync(node, check, { env: { PATH: process.env['PATH'], QBR_PORT: port } }).status;
    };
    // The server is of another process, so that it answers while this one waits.
    expect([isHealthy(new URL(url).port), isHealthy('1')]).toEqual([0, 1]);
    const main = wordsOf('CMD').find((word) => word.endsWith('.js')) ?? '';
    expect(statSync(main.replace('/opt/qbr', installed.folder)).isFile()).toBe(true);
  });

  it('collects, makes a pack and a workbook, reads that in a thread of its own, and backs up', async () => {
    const directory = here();
    const collected = await run('collect', '--json');
    expect(JSON.parse(collected.stdout)).toMatchObject({ status: 'success' });
    const month = world.months.at(-2) ?? '';
    for (const command of [
      ['pack', month, '--out', join(directory, 'pack.pdf')],
      ['export', 'workbook', '--year', month.slice(0, 4), '--out', join(directory, 'year.xlsx')],
      ['import', join(directory, 'year.xlsx'), '--dry-run'],
      ['backup', join(directory, 'qbr.backup')],
      ['doctor'],
    ]) {
      const { status, stdout, stderr } = await run(...command);
      expect([command[0], status, status === 0 ? '' : stdout + stderr]).toEqual([command[0], 0, '']);
    }
    expect(readFileSync(join(directory, 'pack.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(statSync(join(directory, 'qbr.backup')).size).toBeGreaterThan(1_000);
  });
});

const objection = objectionToRestrictions();

/** System calls that Node makes, that the units do not allow, and whose failure it takes. */
const DISPENSABLE = ['pkey_alloc'];

describe.skipIf(objection)(`as the units restrict it${objection ? ` (skipped: ${objection})` : ''}`, () => {
  it('starts, reports to the service manager, answers and is backed up', async () => {
    const units = new RestrictedUnits(installed);
    const receiver = units.receive();
    onTestFinished(() => void receiver.kill());
    const received = linesOf(receiver);
    await received.until('bound');
    const environment = { NOTIFY_SOCKET: units.notifications, WATCHDOG_USEC: '1000000', QBR_PORT: '0' };
    const server = units.start('qbr.service', environment);
    onTestFinished(() => void server.kill('SIGKILL'));
    const log = linesOf(server);
    const url = /Listening on (http:\/\/[\d.]+:\d+)/.exec(await log.until('Listening on'))?.[1] ?? '';
    await received.until('READY=1');
    expect(await askGraphql(url, '{ organization { name } }')).toEqual({ organization: { name: 'Example MSP' } });
    await received.until('WATCHDOG=1');
    const backup = units.start('qbr-backup.service', {});
    const [status] = await once(backup, 'exit');
    expect([status, readdirSync(join(units.state, 'qbr/backups'))]).toEqual([
      0,
      [expect.stringMatching(/^qbr-\d{8}-\d{6}\.backup$/)],
    ]);
    server.kill('SIGTERM');
    await received.until('STOPPING=1');
    expect((await once(server, 'exit'))[0]).toBe(0);
    for (const name of ['qbr.service', 'qbr-backup.service']) {
      expect(units.deniedCalls(name).filter((call) => !DISPENSABLE.includes(call))).toEqual([]);
    }
  });
});
