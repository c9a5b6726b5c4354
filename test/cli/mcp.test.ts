import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '#src/app.ts';
import { EXIT } from '#src/cli/exit-status.ts';
import { parseConfig } from '#src/config/config.ts';
import { createLogger } from '#src/log/log.ts';
import { WHOLE_MONTH } from '../graphql/books.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { withOperator } from '../kit/operator-database.ts';
import { environmentFor, MAIN, runQbr, withServer } from '../kit/program.ts';
import { enter } from '../kit/services.ts';
import { askOverHttp, connectAssistant } from '../mcp/api.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const CALL = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_periods', arguments: {} } };
const QUESTIONS = [
  ['get_report', { period: '2025-01' }],
  ['explain_value', { period: '2025-Q1', key: 'net profit %' }],
  ['why_did_it_move', { period: '2025-02', key: 'mrr' }],
] as const;

let fresh: FreshDatabase;
afterEach(() => fresh.remove());

const environment = () => ({ ...environmentFor({ connection: fresh.connection }), PATH: process.env['PATH'] ?? '' });

async function prepare(create: () => Promise<FreshDatabase>): Promise<void> {
  fresh = await create();
  const database = await openTestDatabase(fresh.connection);
  try {
    await enter(database, '2025-01', WHOLE_MONTH);
    await enter(database, '2025-02', { ...WHOLE_MONTH, mrr: 100_000 });
  } finally {
    await database.close();
  }
}

/** An assistant that starts `qbr mcp`. */
function startAssistant() {
  const server = { command: process.execPath, args: [MAIN, 'mcp'], env: environment(), cwd: emptyDirectory() };
  return connectAssistant(new StdioClientTransport({ ...server, stderr: 'ignore' }));
}

/** `qbr mcp` in a process that a test writes to. */
function start() {
  const child = spawn(process.execPath, [MAIN, 'mcp'], { cwd: emptyDirectory(), env: environment() });
  const output = text(child.stdout);
  const send = (...messages: unknown[]) =>
    child.stdin.write(messages.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const ended = async () => {
    const [status] = await once(child, 'close');
    const lines = (await output).split('\n').filter((line) => line !== '');
    return { status, messages: lines.map((line) => JSON.parse(line)) };
  };
  return { child, send, ended };
}

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
] as const)('qbr mcp on %s', (_, create) => {
  beforeEach(() => prepare(create));

  it('answers as the server does, without a server, while one runs, and after it has ended', async () => {
    const { client, ask, fail } = await startAssistant();
    const answers = async () => Promise.all(QUESTIONS.map(([tool, input]) => ask(tool, input)));
    const alone = await answers();
    expect(alone[0].values).toContainEqual(expect.objectContaining({ key: 'mrr', formatted: '$109,682.00' }));
    await withServer(environment(), async (url) => {
      const { ask: askServer } = await askOverHttp(url);
      for (const [index, [tool, input]] of QUESTIONS.entries()) {
        expect(await askServer(tool, input)).toEqual(alone[index]);
      }
      expect(await answers()).toEqual(alone);
      expect(await fail('get_report', { period: '2025' })).toMatchObject({ code: 'INVALID_PERIOD', field: 'period' });
      expect(await fail('explain_value', { period: '2025-01', key: 'net profits' })).toMatchObject({
        ...{ code: 'METRIC_NOT_FOUND', suggestions: expect.arrayContaining(['net_profit']) },
      });
      await expect(client.callTool({ name: 'drop_tables' })).rejects.toMatchObject({ code: -32_602 });
    });
    expect(await answers()).toEqual(alone);
  });

  it('ends when stdin ends, after what was asked has been answered; stdout has nothing but messages', async () => {
    const { child, send, ended } = start();
    send(LIST, CALL, CALL);
    child.stdin.end();
    const { status, messages } = await ended();
    expect(status).toBe(EXIT.done);
    expect(messages.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([
      ['2.0', 1],
      ['2.0', 2],
      ['2.0', 2],
    ]);
    expect(messages[1].result.structuredContent).toMatchObject({ latestMonth: '2025-02' });
  });

  it('ends on SIGTERM, and goes on after a line that is no message', async () => {
    const { child, send, ended } = start();
    child.stdin.write('not JSON\n');
    send(LIST);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { status, messages } = await ended();
    expect({ status, ids: messages.map(({ id }) => id) }).toEqual({ status: EXIT.done, ids: [1] });
  });

  it('call prints the answer of one tool, or what is wrong with the question', async () => {
    const run = async (...args: string[]) => {
      const { status, stdout } = await runQbr(['mcp', 'call', ...args], environment());
      return { status, document: stdout === '' ? null : JSON.parse(stdout) };
    };
    expect(await run('list_periods')).toMatchObject({ status: EXIT.done, document: { latestMonth: '2025-02' } });
    expect(await run('get_report', '{"period":"2025"}')).toMatchObject({
      ...{ status: EXIT.unusable, document: { error: { code: 'INVALID_PERIOD' } } },
    });
    expect(await run('get_report', '{')).toEqual({ status: EXIT.unusable, document: null });
    expect(await run('drop_tables')).toEqual({ status: EXIT.unusable, document: null });
  });
});

it('a question says who holds the embedded database, where that process takes no commands', async () => {
  await prepare(freshEmbedded);
  const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
  const holder = withOperator(
    await openApp(parseConfig(environmentFor({ connection: fresh.connection })), {
      ...{ logger, command: 'qbr backfill' },
    }),
  );
  try {
    const { fail } = await startAssistant();
    expect(await fail('list_periods')).toMatchObject({
      ...{ code: 'SERVER_ERROR', message: expect.stringContaining(`in use by process ${process.pid} (qbr backfill`) },
    });
  } finally {
    await holder.close();
  }
});
