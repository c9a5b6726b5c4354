import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { type CommandContext, commandLogger, logUnexpected, openCommandApp } from '#src/cli/command.ts';
import { openOrConnect } from '#src/cli/command-client.ts';
import { EXIT, type ExitStatus, exitStatusOf } from '#src/cli/exit-status.ts';
import { withStopSignal } from '#src/cli/stop-signal.ts';
import type { OutputStream } from '#src/cli/terminal.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import type { Logger } from '#src/log/log.ts';
import type { Question, ToolAnswer } from '#src/mcp/ask.ts';
import { createMcpServer } from '#src/mcp/server.ts';
import { DatabaseInUseError } from '#src/store/engine/errors.ts';
import { askOn } from './mcp-call.ts';

/** How long a question waits for a short command that holds the embedded database. */
const PATIENCE_MS = 10_000;
const POLL_INTERVAL_MS = 100;

type Ask = (question: Question) => Promise<ToolAnswer>;

interface Parts {
  readonly context: CommandContext;
  readonly config: Config;
  readonly logger: Logger;
}

/** The action of `qbr mcp`: answers until stdin ends, or a signal asks it to stop. stdout carries nothing but the protocol. */
export async function serveStdio(context: CommandContext): Promise<ExitStatus> {
  const { environment, terminal } = context;
  const config = parseConfig(environment);
  const logger = commandLogger(config);
  if (process.stdin.isTTY) terminal.printError('Waiting for an assistant on stdin; see docs/mcp.md. Ctrl+D ends this.');
  return logUnexpected(logger, () =>
    withStopSignal(terminal, async (signal) => {
      const parts = { context, config, logger };
      if (config.database.kind === 'embedded') return answerUntil(signal, oneAfterAnother(askAlone(parts)), logger);
      const app = await openCommandApp(config, { logger, command: 'qbr mcp' });
      try {
        return await answerUntil(signal, (question) => askOn(app, terminal, question), logger);
      } finally {
        await app.close();
      }
    }),
  );
}

/** Answers what comes from stdin until it ends or `signal` aborts; questions that were asked before are still answered. */
async function answerUntil(signal: AbortSignal, ask: Ask, logger: Logger): Promise<ExitStatus> {
  const open = new Set<Promise<unknown>>();
  const server = createMcpServer(async (question) => {
    const answer = masked(ask, logger)(question);
    open.add(answer);
    try {
      return await answer;
    } finally {
      open.delete(answer);
    }
  });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    server.onclose = resolve;
    if (signal.aborted) resolve();
  });
  server.onerror = (error) => logger.warn({ err: error }, 'A message on stdin was not understood');
  await server.connect(new StdioServerTransport());
  await ended;
  await Promise.allSettled(open);
  // What has been answered is sent by the callbacks that follow the answers.
  await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  return EXIT.done;
}

/**
 * Opens the embedded database for one question, or sends it to the server that holds the folder. An assistant keeps this process
 * for hours: it must neither keep a server from starting nor depend on the one that was running when it began.
 */
function askAlone({ context, config, logger }: Parts): Ask {
  return async (question) => {
    const open = () => openCommandApp(config, { logger, command: 'qbr mcp' });
    const program = await waitingForShortCommands(() => openOrConnect(open, context));
    if ('server' in program) return askServer(program.server, question, context);
    try {
      return await askOn(program.opened, context.terminal, question);
    } finally {
      await program.opened.close();
    }
  };
}

/** Sends a question to a server as the command `qbr mcp call`. */
async function askServer(
  server: { run(command: CommandContext): Promise<ExitStatus> },
  { tool, input }: Question,
  context: CommandContext,
): Promise<ToolAnswer> {
  const chunks: string[] = [];
  const stdout: OutputStream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const args = ['mcp', 'call', '--', tool, JSON.stringify(input)];
  await server.run({ ...context, args, terminal: { ...context.terminal, stdout } });
  const printed = chunks.join('');
  if (printed === '') throw new Error(`The server did not answer ${tool}`);
  const answer = JSON.parse(printed) as { readonly error?: unknown };
  return (answer.error === undefined ? { data: answer } : answer) as ToolAnswer;
}

/** Other commands, and questions of another assistant, hold the embedded database for a moment. */
async function waitingForShortCommands<T>(open: () => Promise<T>): Promise<T> {
  for (const begin = performance.now(); ; await sleep(POLL_INTERVAL_MS)) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof DatabaseInUseError) || performance.now() - begin > PATIENCE_MS) throw error;
    }
  }
}

/** One process can open the embedded database once at a time. */
function oneAfterAnother(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (question) => {
    const answer = last.then(() => ask(question));
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** Answers an expected failure with its message, which is written for the operator, and logs any other. */
function masked(ask: Ask, logger: Logger): Ask {
  return async (question) => {
    try {
      return await ask(question);
    } catch (error) {
      const isExpected = exitStatusOf(error) !== null && error instanceof Error;
      if (!isExpected) logger.error({ err: error, tool: question.tool }, 'A question could not be answered');
      const message = isExpected ? error.message : 'Unexpected error; the log has more';
      return { error: { code: 'SERVER_ERROR', message, field: null } };
    }
  };
}
