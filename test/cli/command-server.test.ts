import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openApp } from '#src/app.ts';
import { type RunOnApp, startCommandServer } from '#src/cli/command-server.ts';
import { EXIT, exitStatusOf, StoppedError } from '#src/cli/exit-status.ts';
import { runProgram } from '#src/cli/program.ts';
import { processTerminal } from '#src/cli/terminal.ts';
import { parseConfig } from '#src/config/config.ts';
import { createLogger } from '#src/log/log.ts';
import { programVersion } from '#src/package-root.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { FEBRUARY, MARCH, smallExport } from '../kit/books/small-export.ts';
import { freshEmbedded, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { everyRequestTo } from '../kit/http-faults.ts';
import { withOperator } from '../kit/operator-database.ts';
import type { Ended, RunningProgram } from '../kit/program.ts';
import { document, ENDED_MONTH, type Harness, MONTHS, useHarness } from './harness.ts';

const MINUTES = 60_000;
/** Longer than any socket's address. */
const LONG_NAME = 'data-folder-with-a-long-name-'.repeat(5);

/** Every command, in an order in which each has something to do; also those that fail. */
const COMMANDS: readonly (readonly string[])[] = [
  ['migrate'],
  ['status', '--json'],
  ['keys', 'create', '--name', 'office', '--role', 'viewer'],
  ['keys', 'list', '--json'],
  ['keys', 'revoke', '1'],
  ['keys', 'revoke', '99'],
  ['keys', 'create', '--name', 'fleet', '--operator'],
  ['keys', 'list', '--operator', '--json'],
  ['keys', 'revoke', '2', '--operator'],
  ['organizations', 'create', 'Acme IT', '--time-zone', 'Asia/Tokyo', '--json'],
  ['organizations', 'rename', 'acme-it', '--slug', 'acme', '--json'],
  ['organizations', 'list', '--all', '--json'],
  ['people', 'invite', 'bob@example.com', '--role', 'viewer', '--organization', 'acme', '--json'],
  ['people', 'role', 'bob@example.com', 'editor', '--organization', 'acme', '--json'],
  ['people', 'list', '--organization', 'acme', '--json'],
  ['operators', 'appoint', 'bob@example.com', '--json'],
  ['operators', 'list', '--json'],
  ['operators', 'dismiss', 'bob@example.com', '--json'],
  ['people', 'remove', 'bob@example.com', '--organization', 'acme', '--json'],
  ['enter', ENDED_MONTH, 'nrr', '7', '--organization', 'acme', '--json'],
  ['status', '--organization', 'nobody', '--json'],
  ['organizations', 'archive', 'acme', '--json'],
  ['enter', ENDED_MONTH, 'nrr', '8', '--organization', 'acme', '--json'],
  ['organizations', 'export', 'acme', 'acme.jsonl.gz', '--json'],
  ['organizations', 'unarchive', 'acme', '--json'],
  ['enter', ENDED_MONTH, 'nrr', '51000.50', '--notes', 'ümlaut ✓', '--json'],
  ['enter', ENDED_MONTH, 'nrr', '51000.50'],
  ['enter', ENDED_MONTH, 'no_such_metric', '1', '--json'],
  ['recalculate', '--json'],
  ['collect', '--json'],
  ['collect', '--dry-run', '--json'],
  ['collect', '--force', '--json'],
  ['backfill', '--from', MONTHS[0] ?? '', '--json'],
  ['release', ENDED_MONTH, 'nrr', '--json'],
  ['close', ENDED_MONTH, '--json'],
  ['enter', ENDED_MONTH, 'nrr', '1', '--json'],
  ['reopen', ENDED_MONTH, '--reason', 'late invoice', '--json'],
  ['schedule', 'enable'],
  ['schedule', 'enable', '--accept-unvalidated'],
  ['validate', '--from', ENDED_MONTH],
  ['reference', '--out', '.'],
  ['derivation', ENDED_MONTH],
  ['schedule', 'status', '--json'],
  ['schedule', 'disable'],
  ['settings', 'set', 'collection.months_to_collect', '7'],
  ['settings', 'list', '--json'],
  ['settings', 'unset', 'collection.months_to_collect'],
  ['settings', 'set', 'connectwise.private_key', '--from', 'missing.key'],
  ['secrets', 'status', '--json'],
  ['secrets', 'rotate'],
  ['audit', 'verify', '--json'],
  ['books', 'pause'],
  ['books', 'status', '--json'],
  ['import', 'books', 'missing.csv', '--json'],
  ['import', 'missing.xlsx', '--json'],
  ['import', 'undo', '99'],
  ['export', 'csv', '--year', ENDED_MONTH.slice(0, 4)],
  ['export', 'values', '--from', ENDED_MONTH, '--format', 'jsonl'],
  ['present', ENDED_MONTH],
  ['present', ENDED_MONTH, '--accept-gaps', '--note', 'for the owners', '--json'],
  ['presentations', '--json'],
  ['presentation', 'show', ENDED_MONTH],
  ['presentation', 'show', ENDED_MONTH, '--version', '1', '--differences', '--json'],
  ['presentation', 'show', ENDED_MONTH, '--version', '2'],
  ['presentation', 'verify', '--json'],
  ['derivation', ENDED_MONTH, '--presentation', '1'],
  ['pack', ENDED_MONTH, '--presentation', '1', '--out', 'presented.pdf'],
  ['pack', ENDED_MONTH, '--presentation', '9'],
  ['benchmarks', 'compute', '--json'],
  ['benchmarks', 'list', '--json'],
  ['benchmarks', 'import', 'missing.csv', '--source', 'A survey', '--year', '2025', '--json'],
  ['proposals', 'list', '--json'],
  ['proposals', 'approve', '99'],
  ['mcp', 'call', 'get_report', JSON.stringify({ period: ENDED_MONTH })],
  ['mcp', 'call', 'get_report', '{}'],
  ['pack', ENDED_MONTH, '--out', 'month.pdf'],
  ['backup', 'today.backup', '--json'],
  ['doctor'],
  ['status'],
  ['status', '--json'],
];

/** What differs between two runs of the same: moments, durations, keys and hashes. */
function withoutChance({ status, stdout }: Ended): Pick<Ended, 'status' | 'stdout'> {
  const same = stdout
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'TIME')
    .replaceAll(/[\d.]+ m?s\b/g, 'DURATION')
    .replaceAll(/\d+ minutes? late/g, 'LATE')
    .replaceAll(/"durationSeconds": [\d.]+/g, 'DURATION')
    .replaceAll(/qbr_\w{8}(_[\w-]+)?/g, 'KEY')
    .replaceAll(/[0-9a-f]{64}/g, 'HASH')
    .replaceAll(/embedded in \S+,/g, 'embedded,')
    .replaceAll(/QBR_DATA_DIR=\S+,/g, '');
  return { status, stdout: same };
}

async function serve({ start, connectwise }: Harness, added = {}): Promise<RunningProgram> {
  connectwise.setFault(null);
  const server = start(['serve'], { QBR_PORT: '0', ...added });
  await server.waitFor('Listening on');
  return server;
}

async function end(server: RunningProgram): Promise<Ended> {
  server.process.kill('SIGTERM');
  return server.ended;
}

function folderOf({ database: { connection } }: Harness): string {
  return connection.kind === 'embedded' ? connection.directory : '';
}

function lockOf(harness: Harness) {
  return JSON.parse(readFileSync(join(folderOf(harness), 'qbr.lock'), 'utf8'));
}

/** A collection at the server which waits for the vendor. */
async function hangingCollection({ start, connectwise }: Harness): Promise<RunningProgram> {
  connectwise.setFault(everyRequestTo('/time/entries', { kind: 'hang' }));
  const collection = start(['collect']);
  await collection.waitFor('"phase":"reading"');
  return collection;
}

async function runsOf({ database }: Harness) {
  const opened = await openTestDatabase(database.connection);
  const runs = await opened.prisma.collectionRun.findMany({ include: { entries: true }, orderBy: { id: 'asc' } });
  await opened.close();
  return runs;
}

describe('commands while a server holds the embedded database', () => {
  const use = useHarness(freshEmbedded);

  it(
    'are all there are, and give what they give without one: the exit status, and every byte of the answer',
    async () => {
      const harness = use();
      const help = await harness.qbr(['help']);
      const names = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
      const covered = new Set(COMMANDS.map(([name]) => name));
      // These open databases themselves, on which no server may run.
      const own = ['serve', 'help', 'restore', 'move'];
      expect(names.filter((name = '') => !own.includes(name) && !covered.has(name))).toEqual([]);
      expect(names.length).toBeGreaterThan(10);

      // Without a server: a process on PostgreSQL starts in a third of the time.
      const alone = await freshPostgresql();
      // The doctor says which database there is.
      const embedded = await freshEmbedded();
      const elsewhere = ([name]: readonly string[]) =>
        name === 'doctor' ? { QBR_DATA_DIR: embedded.connection.directory } : { DATABASE_URL: alone.connection.url };
      const server = await serve(harness);
      const file = join(emptyDirectory(), 'pnl-2025.csv');
      writeFileSync(file, smallExport([FEBRUARY, MARCH]));
      const imports = [['--dry-run'], ['--json'], []].map((options) => ['import', 'books', file, ...options]);
      const values = join(emptyDirectory(), 'values.csv');
      writeFileSync(values, `Metric,${ENDED_MONTH}\nNRR,"52,000.50"\nMRR,about 5\n`);
      for (const options of [['--dry-run'], [], ['--json', '--skip-refused']])
        imports.push(['import', values, ...options]);
      for (const args of [...COMMANDS, ...imports, ['import', 'undo', '1', '--json']]) {
        const there = await harness.qbr(args);
        const here = await harness.qbr(args, elsewhere(args));
        expect({ args, ...withoutChance(there) }).toEqual({ args, ...withoutChance(here) });
        expect(there.stderr.split('\n').filter((line) => line.startsWith('qbr:'))).toEqual(
          here.stderr.split('\n').filter((line) => line.startsWith('qbr:')),
        );
      }
      expect(await end(server)).toMatchObject({ status: 0 });
      await alone.remove();
      await embedded.remove();
    },
    20 * MINUTES,
  );

  it(
    'are those of whoever typed them, in the audit trail',
    async () => {
      const harness = use();
      const server = await serve(harness);
      expect((await harness.qbr(['enter', ENDED_MONTH, 'nrr', '7'])).status).toBe(0);
      await end(server);
      const database = await openTestDatabase(harness.database.connection);
      const entries = await database.prisma.auditEntry.findMany({ where: { action: 'metrics.entered' } });
      await database.close();
      expect(entries).toMatchObject([
        { actor: userInfo().username, actorId: 'operator', credential: 'command line', address: null },
      ]);
    },
    5 * MINUTES,
  );

  it(
    'run beside one another, and only one collection at a time',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const collection = await hangingCollection(harness);
      const values = ['1', '2', '3'];
      const entered = await Promise.all(
        values.map((value, index) => harness.qbr(['enter', MONTHS[index] ?? '', 'nrr', value, '--json'])),
      );
      expect(entered.map(({ status }) => status)).toEqual([0, 0, 0]);
      expect(entered.map((each) => document(each).changes[0].after.value)).toEqual(values);
      expect((await harness.qbr(['collect'])).status).toBe(4);
      expect(document(await harness.qbr(['status', '--json'])).running).toMatchObject({ trigger: 'cli' });

      collection.process.kill('SIGINT');
      const stopped = await collection.ended;
      expect(stopped).toMatchObject({ status: 1, stdout: expect.stringContaining('SIGINT was received') });
      expect(stopped.stderr).toContain('Stopping (SIGINT was received)');
      expect(stopped.stdout).not.toContain('"level"');
      await end(server);
      expect(await runsOf(harness)).toMatchObject([{ status: 'failed', requestedBy: userInfo().username }]);
    },
    5 * MINUTES,
  );

  it(
    'are stopped when their process is killed',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const collection = await hangingCollection(harness);
      collection.process.kill('SIGKILL');
      await server.waitFor(/"command":"collect".*Ran a command/);
      expect(document(await harness.qbr(['status', '--json']))).toMatchObject({
        running: null,
        lastRun: { status: 'failed', interrupted: false },
      });
      await end(server);
      const errors = (await runsOf(harness)).flatMap(({ entries }) => entries.map(({ errorMessage }) => errorMessage));
      expect(errors).toContainEqual(expect.stringContaining('the process that sent the command has ended'));
    },
    5 * MINUTES,
  );

  it(
    'say that the server was killed; the next one finds the database free',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const collection = await hangingCollection(harness);
      server.process.kill('SIGKILL');
      const ended = await collection.ended;
      expect(ended.status).toBe(1);
      expect(ended.stderr).toContain(
        `qbr: Process ${server.process.pid} (qbr serve), which ran this command, ended before`,
      );
      expect(existsSync(join(folderOf(harness), 'qbr.sock'))).toBe(true);
      expect((await harness.qbr(['status'])).status).toBe(0);
      const again = await serve(harness);
      expect((await harness.qbr(['status'])).status).toBe(0);
      await end(again);
    },
    5 * MINUTES,
  );

  it(
    'end in order when the server stops',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const collection = await hangingCollection(harness);
      expect((await end(server)).status).toBe(0);
      expect(await collection.ended).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('the server is stopping'),
      });
      expect(existsSync(join(folderOf(harness), 'qbr.sock'))).toBe(false);
    },
    5 * MINUTES,
  );

  it(
    'wait for a server that is still starting',
    async () => {
      const harness = use();
      const server = harness.start(['serve'], { QBR_PORT: '0' });
      await expect
        .poll(() => existsSync(join(folderOf(harness), 'qbr.lock')) && lockOf(harness).command, {
          timeout: MINUTES,
        })
        .toBe('qbr serve');
      expect((await harness.qbr(['keys', 'list', '--json'])).stdout).toBe('[]\n');
      expect((await end(server)).stdout).toContain('"command":"keys"');
    },
    5 * MINUTES,
  );

  it(
    'are for the owner of the folder alone, and with the secret from there',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const folder = folderOf(harness);
      const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
      expect([mode('qbr.sock'), mode('qbr.lock')]).toEqual([0o600, 0o600]);
      const { address, secret } = lockOf(harness).commands;
      expect(address).toEqual({ path: join(folder, 'qbr.sock') });

      const sent = { version: programVersion(), args: ['schedule', 'enable'], operator: 'somebody' };
      const streams = { stdout: { isTTY: false }, stderr: { isTTY: false } };
      const lines = [
        { command: { ...sent, ...streams, secret: `${secret}x` } },
        { command: { ...sent, ...streams } },
        { stop: 'it' },
        'no command',
      ].map((line) => JSON.stringify(line));
      for (const line of [...lines, 'no JSON']) {
        const socket = connect(address.path);
        socket.write(`${line}\n`);
        expect(await text(socket)).toBe(`${JSON.stringify({ version: programVersion() })}\n`);
      }
      expect(document(await harness.qbr(['schedule', 'status', '--json']))).toMatchObject({ enabled: false });
      await end(server);
    },
    5 * MINUTES,
  );

  it(
    'go to a port of the machine where the folder’s path is too long for a socket',
    async () => {
      const harness = use();
      const QBR_DATA_DIR = join(emptyDirectory(), LONG_NAME);
      const server = await serve(harness, { QBR_DATA_DIR });
      const { commands } = JSON.parse(readFileSync(join(QBR_DATA_DIR, 'qbr.lock'), 'utf8'));
      expect(commands.address).toEqual({ port: expect.any(Number) });
      expect(await harness.qbr(['schedule', 'enable', '--accept-unvalidated'], { QBR_DATA_DIR })).toMatchObject({
        status: 0,
      });
      await end(server);
      const status = await harness.qbr(['status', '--json'], { QBR_DATA_DIR });
      expect(document(status)).toMatchObject({ enabled: true });
    },
    5 * MINUTES,
  );

  it(
    'of another version are refused with status 3, saying which',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const environment = harness.environment();
      const other = { args: ['status'], environment, version: '0.0.0', terminal: processTerminal() };
      const error = await runProgram(other).catch((caught: unknown) => caught);
      expect(exitStatusOf(error)).toBe(EXIT.unusable);
      expect((error as Error).message).toContain(`of version ${programVersion()}; this is version 0.0.0`);
      await end(server);
    },
    5 * MINUTES,
  );

  it(
    'do not serve: a second server is refused with status 3',
    async () => {
      const harness = use();
      const server = await serve(harness);
      const second = await harness.qbr(['serve'], { QBR_PORT: '0' });
      expect(second).toMatchObject({ status: 3, stderr: expect.stringContaining('is in use by process') });
      await end(server);
    },
    5 * MINUTES,
  );
});

describe('a command whose process ends', () => {
  it('stores nothing that it had not committed by then', async () => {
    const { connection, remove } = await freshEmbedded();
    const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
    const config = parseConfig({ QBR_DATA_DIR: connection.directory });
    const app = withOperator(await openApp(config, { logger, command: 'vitest', takesCommands: true }));
    const entry = { organizationId: 1, at: new Date(), actor: 'test', action: 'write', detail: {} };
    let close = async (): Promise<void> => undefined;
    const ended = new Promise<unknown>((resolve) => {
      const runOnApp: RunOnApp = async ({ terminal }, { database }) => {
        const work = async (tx: Transaction) => {
          await tx.auditEntry.create({ data: entry });
          // The sender ends once the row is there, and the transaction goes on when that is known.
          const gone = new Promise<string>((stop) => terminal.onStop(stop));
          terminal.print('written');
          await gone;
        };
        await withinOrganization(1, () => database.transaction(work)).catch(resolve);
        return 0;
      };
      void startCommandServer(app, { version: '1', runOnApp }).then((server) => {
        close = server.close;
        const { commands } = JSON.parse(readFileSync(join(connection.directory, 'qbr.lock'), 'utf8'));
        const streams = { stdout: { isTTY: false }, stderr: { isTTY: false } };
        const command = { secret: commands.secret, version: '1', args: ['write'], operator: 'test', ...streams };
        const socket = connect(commands.address.path);
        socket.write(`${JSON.stringify({ command })}\n`);
        socket.on('data', (data) => String(data).includes('written') && socket.destroy());
      });
    });
    expect(await ended).toBeInstanceOf(StoppedError);
    expect(await app.database.prisma.auditEntry.count()).toBe(0);
    await close();
    await app.close();
    await remove();
  });
});

describe('commands while another command holds the embedded database', () => {
  const use = useHarness(freshEmbedded);

  it(
    'are refused, with status 4 while that one collects',
    async () => {
      const harness = use();
      const collection = await hangingCollection(harness);
      const { pid } = collection.process;
      const refused = await harness.qbr(['status']);
      expect(refused).toMatchObject({ status: 4, stderr: expect.stringContaining(`is in use by process ${pid}`) });
      collection.process.kill('SIGINT');
      await collection.ended;
    },
    5 * MINUTES,
  );
});
