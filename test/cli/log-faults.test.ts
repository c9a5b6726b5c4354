import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyDirectory } from '../kit/directories.ts';
import { everyRequestTo } from '../kit/http-faults.ts';
import { MAIN, type RunningProgram } from '../kit/program.ts';
import { document, useHarness } from './harness.ts';

async function addressOf(server: RunningProgram): Promise<string> {
  const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
  return /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
}

const CANNOT = /^qbr: The log cannot be written to .*$/gm;

describe.runIf(process.platform === 'linux')('a log that cannot be written', () => {
  const use = useHarness();

  it.each(['/dev/full', '/proc/qbr/log', '/dev/null/log'])(
    'at %s stops neither a collection nor the server, and is told once',
    async (path) => {
      const { qbr, start } = use();
      const log = { QBR_LOG_FILE: path, QBR_LOG_LEVEL: 'debug' };
      const collected = await qbr(['collect', '--json'], log);
      expect(collected.status).toBe(0);
      expect(collected.stderr.match(CANNOT)).toHaveLength(1);
      expect(document(await qbr(['status', '--json'])).lastRun.status).toBe('success');
      const server = start(['serve'], { ...log, QBR_PORT: '0' });
      const url = await addressOf(server);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      server.process.kill('SIGTERM');
      const ended = await server.ended;
      expect(ended.status).toBe(0);
      expect(ended.stderr.match(CANNOT)).toHaveLength(1);
    },
  );

  it('because nobody reads stdout and stderr any more stops neither a collection nor the server', async () => {
    const { start, qbr, connectwise } = use();
    const collecting = start(['collect'], { QBR_LOG_LEVEL: 'debug' });
    collecting.process.stdout?.destroy();
    collecting.process.stderr?.destroy();
    expect((await collecting.ended).status).toBe(0);
    expect(connectwise.requests.all.length).toBeGreaterThan(0);
    expect(document(await qbr(['status', '--json'])).lastRun.status).toBe('success');

    const server = start(['serve'], { QBR_PORT: '0', QBR_LOG_LEVEL: 'debug' });
    const url = await addressOf(server);
    server.process.stdout?.destroy();
    server.process.stderr?.destroy();
    for (let count = 0; count < 5; count += 1) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
  });

  it('because stderr is a full disk stops no collection; an answer that cannot be written is a failure', async () => {
    const { environment, qbr } = use();
    const full = openSync('/dev/full', 'w');
    const run = (stdio: ('ignore' | number)[]) =>
      new Promise((resolve) => {
        const env = { PATH: process.env['PATH'] ?? '', ...environment() };
        spawn(process.execPath, [MAIN, 'collect'], { cwd: emptyDirectory(), env, stdio }).on('close', resolve);
      });
    expect(await run(['ignore', 'ignore', full])).toBe(0);
    expect(await run(['ignore', full, full])).toBe(1);
    expect(document(await qbr(['status', '--json'])).lastRun.status).toBe('success');
  });
});

describe('SIGHUP', () => {
  const use = useHarness();

  it('opens the log file again without losing a line, and ends neither the server nor a collection', async () => {
    const { start, connectwise } = use();
    const log = join(emptyDirectory(), 'log');
    const settings = { QBR_LOG_FILE: log, QBR_LOG_LEVEL: 'debug' };
    const server = start(['serve'], { ...settings, QBR_PORT: '0' });
    const url = await addressOf(server);
    // Requests are logged all the while.
    let isRotated = false;
    const asking = (async () => {
      while (!isRotated) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    })();
    const rotated = [1, 2, 3].map((number) => `${log}.${number}`);
    for (const file of rotated) {
      const size = () => statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      await expect.poll(size).toBeGreaterThan(0);
      renameSync(log, file);
      server.process.kill('SIGHUP');
    }
    await expect.poll(() => existsSync(log)).toBe(true);
    isRotated = true;
    await asking;
    server.process.kill('SIGTERM');
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    expect(readFileSync(log, 'utf8')).toContain('"msg":"Closed"');
    // No line is lost, doubled or torn: the files have what stdout has.
    const files = [...rotated, log].map((file) => readFileSync(file, 'utf8'));
    expect(files.join('')).toBe(stdout);
    expect(files.every((text) => text.endsWith('\n'))).toBe(true);

    connectwise.setFault(everyRequestTo('/time/entries', { kind: 'hang' }));
    const collecting = start(['collect'], settings);
    await collecting.waitFor('"phase":"reading"');
    renameSync(log, `${log}.4`);
    collecting.process.kill('SIGHUP');
    await expect.poll(() => existsSync(log)).toBe(true);
    expect(collecting.process.exitCode).toBeNull();
    collecting.process.kill('SIGTERM');
    expect((await collecting.ended).stderr).toContain('Stopping (SIGTERM was received)');
  });
});
