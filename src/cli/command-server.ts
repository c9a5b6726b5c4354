import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import type { App } from '#src/app.ts';
import { hashSecret, isSameHash, newSecret } from '#src/auth/secret.ts';
import { createLogger } from '#src/log/log.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { CommandEndpoint } from '#src/store/engine/errors.ts';
import { receive, type SentCommand, send, type ToServer, toServer } from './command-protocol.ts';
import { type ExitStatus, exitStatusOf, StoppedError } from './exit-status.ts';
import { printFailure } from './failure.ts';
import { remoteTerminal } from './remote-terminal.ts';
import type { CommandLine, Terminal } from './terminal.ts';

/** Runs a command line on the open program. */
export type RunOnApp = (line: CommandLine, app: App) => Promise<ExitStatus>;

export interface CommandServerSettings {
  /** Of this program: another version's commands are not run. */
  readonly version: string;
  readonly runOnApp: RunOnApp;
}

/** Takes the commands of other processes, for which the embedded database is locked. */
export interface CommandServer {
  /** Takes no more, asks those under way to stop, and waits for their ends. */
  close(): Promise<void>;
}

/** Longer paths fit in no socket's address; macOS has 104 bytes for one. */
const MAX_PATH_BYTES = 100;
/** A command sends itself as soon as it is connected. */
const SEND_WITHIN_MS = 10_000;
const GONE = 'the process that sent the command has ended';

/**
 * Takes commands on a Unix domain socket in the data folder which only the folder's owner may use; where there can be none,
 * on a port of 127.0.0.1. Where it is, and a secret without which nothing is run, stands in the folder's lock file.
 * On PostgreSQL every process opens the database itself, so there nothing is taken.
 */
export async function startCommandServer(app: App, settings: CommandServerSettings): Promise<CommandServer> {
  const { config, database, logger } = app;
  if (config.database.kind !== 'embedded') return { close: async () => undefined };
  const secret = newSecret();
  const running = new Set<RunningCommand>();
  const server = createServer((socket) => {
    const command = attend(socket, { ...settings, app, secret });
    running.add(command);
    void command.ended.finally(() => running.delete(command));
  });
  const close = async (): Promise<void> => {
    database.noteCommands(null);
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const command of running) command.stop('the server is stopping');
    await Promise.all([closed, ...[...running].map(({ ended }) => ended)]);
  };
  try {
    database.noteCommands({ address: await listen(server, config.database.directory), secret });
  } catch (error) {
    database.noteCommands(undefined);
    logger.warn({ err: error }, 'Commands of other processes are refused while this one runs');
  }
  return { close };
}

async function listen(server: Server, directory: string): Promise<CommandEndpoint['address']> {
  const path = resolve(join(directory, 'qbr.sock'));
  if (process.platform !== 'win32' && Buffer.byteLength(path) <= MAX_PATH_BYTES) {
    try {
      // Left behind by a process that was killed: the folder's lock says that nobody uses it.
      rmSync(path, { force: true });
      server.listen(path);
      await once(server, 'listening');
      chmodSync(path, 0o600);
      return { path };
    } catch {
      // Some file systems have no sockets, or no modes.
      if (server.listening) await new Promise((closed) => server.close(closed));
    }
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The port of the commands is not known');
  return { port: address.port };
}

interface Signals {
  /** Aborted, with why, when the command shall stop. */
  readonly stop: AbortSignal;
  /** Aborted when the process that sent the command has ended. */
  readonly gone: AbortSignal;
}

interface RunningCommand {
  stop(reason: string): unknown;
  /** Never rejects. */
  readonly ended: Promise<void>;
}

interface AttendSettings extends CommandServerSettings {
  readonly app: App;
  readonly secret: string;
}

/** Runs the command that a connection brings. */
function attend(socket: Socket, settings: AttendSettings): RunningCommand {
  const stop = new AbortController();
  const gone = new AbortController();
  socket.on('close', () => {
    gone.abort(GONE);
    stop.abort(GONE);
  });
  let isRunning = false;
  const run = async (): Promise<void> => {
    send(socket, { version: settings.version });
    const documents = receive(socket, toServer);
    const sent = await firstCommand(socket, documents);
    if (sent === null || !isSameHash(hashSecret(sent.secret), hashSecret(settings.secret))) return;
    isRunning = true;
    void takeStops(documents, stop);
    const signals = { stop: stop.signal, gone: gone.signal };
    send(socket, { status: await runSent(socket, sent, { ...settings, signals }) });
  };
  return {
    stop: (reason) => (isRunning ? stop.abort(reason) : socket.destroy()),
    ended: run()
      .catch((error) => settings.app.logger.error({ err: error }, 'A command of another process has failed'))
      .finally(() => socket.destroySoon()),
  };
}

/** Null where none comes in time, or something else. */
async function firstCommand(socket: Socket, documents: AsyncIterator<ToServer>): Promise<SentCommand | null> {
  const timer = setTimeout(() => socket.destroy(), SEND_WITHIN_MS);
  try {
    const { value } = await documents.next();
    return value && 'command' in value ? value.command : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function takeStops(documents: AsyncIterable<ToServer>, stop: AbortController): Promise<void> {
  try {
    for await (const document of documents) if ('stop' in document) stop.abort(document.stop);
  } catch {
    // The end of the connection stops it as well.
  }
}

/** Runs a command and tells what went wrong where it was typed; what was unexpected is in the log of this process. */
async function runSent(
  socket: Socket,
  sent: SentCommand,
  { app, version, runOnApp, signals }: AttendSettings & { readonly signals: Signals },
): Promise<ExitStatus> {
  const { args } = sent;
  const terminal = remoteTerminal(socket, sent, signals.stop);
  const begin = performance.now();
  const log = (status: ExitStatus): ExitStatus => {
    const durationMs = Math.round(performance.now() - begin);
    app.logger.info({ command: args[0], operator: sent.operator, status, durationMs }, 'Ran a command');
    return status;
  };
  try {
    return log(await runOnApp({ args, version, terminal }, programFor(app, terminal, signals.gone)));
  } catch (error) {
    if (exitStatusOf(error) === null) app.logger.error({ err: error }, 'Unexpected error');
    const unexpected = `Unexpected error; the log of process ${process.pid}, which ran this command, has more.`;
    const { secrets } = app.config;
    return log(printFailure(error, { isJson: args.includes('--json'), terminal, secrets, unexpected }));
  }
}

/** The open program, as a command sees it that opened it for itself. */
function programFor(app: App, terminal: Terminal, gone: AbortSignal): App {
  const database: Database = {
    ...app.database,
    // What opening has applied was told when this program started.
    appliedMigrations: [],
    // As if the process had been ended with the database in it: what is not committed by then is not stored.
    transaction: (work) =>
      app.database.transaction(async (tx) => {
        const result = await work(tx);
        if (gone.aborted) throw new StoppedError(String(gone.reason));
        return result;
      }),
  };
  const { log, secrets } = app.config;
  const stream = terminal.stderr.isTTY ? 'none' : terminal.stderr;
  const logger = createLogger({ level: log.level, file: null, stream, secrets });
  return { ...app, database, logger, close: async () => undefined };
}
