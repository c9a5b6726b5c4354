import { EventEmitter, once } from 'node:events';
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
import { remoteTerminal, type SentDocuments, type SentFile } from './remote-terminal.ts';
import { type CommandLine, isWritten, type Terminal } from './terminal.ts';

/** Runs a command line on the open program. */
export type RunOnApp = (line: CommandLine, app: App) => Promise<ExitStatus>;

export interface CommandServerSettings {
  /** This program's version; commands of other versions are rejected. */
  readonly version: string;
  readonly runOnApp: RunOnApp;
}

/** Runs the commands of other processes, which cannot open the locked embedded database. */
export interface CommandServer {
  /** Accepts no more commands, stops the running ones, and waits for them. */
  close(): Promise<void>;
}

/** Limit of a socket path; macOS has 104 bytes. */
const MAX_PATH_BYTES = 100;
/** A command is sent immediately after connecting. */
const SEND_WITHIN_MS = 10_000;
const GONE = 'the process that sent the command has ended';

/**
 * Listens for commands on a Unix domain socket in the data folder, for the folder's owner only; where sockets are not
 * available, on a port of 127.0.0.1. The folder's lock file contains the address and a secret that every command must send.
 * Does nothing on PostgreSQL, which every process can open itself.
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
    logger.warn({ err: error }, 'Cannot listen for commands: other processes cannot run commands while this one runs');
  }
  return { close };
}

async function listen(server: Server, directory: string): Promise<CommandEndpoint['address']> {
  const path = resolve(join(directory, 'qbr.sock'));
  if (process.platform !== 'win32' && Buffer.byteLength(path) <= MAX_PATH_BYTES) {
    try {
      // A stale socket of a killed process: the folder's lock proves that no other process uses it.
      rmSync(path, { force: true });
      server.listen(path);
      await once(server, 'listening');
      chmodSync(path, 0o600);
      return { path };
    } catch {
      // Some file systems do not support sockets or modes.
      if (server.listening) await new Promise((closed) => server.close(closed));
    }
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The port for commands is unknown');
  return { port: address.port };
}

interface Signals extends SentDocuments {
  /** Aborted when the sending process ends. */
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

/** Runs the command of a connection. */
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
    const nextFile = takeDocuments(documents, { stop, gone: gone.signal });
    const signals = { stop: stop.signal, gone: gone.signal, nextFile };
    const terminal = remoteTerminal(socket, sent, signals);
    send(socket, { status: await runSent(terminal, sent, { ...settings, signals }) });
  };
  return {
    stop: (reason) => (isRunning ? stop.abort(reason) : socket.destroy()),
    ended: run()
      .catch((error) => settings.app.logger.error({ err: error }, 'A command of another process failed'))
      .finally(() => socket.destroySoon()),
  };
}

/** The command of a connection; null on a timeout or an invalid document. */
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

/** Takes what a running command sends: stops, and files. @returns how to wait for the next file */
function takeDocuments(
  documents: AsyncIterable<ToServer>,
  { stop, gone }: { readonly stop: AbortController; readonly gone: AbortSignal },
): SentDocuments['nextFile'] {
  const files = new EventEmitter();
  const take = async (): Promise<void> => {
    try {
      for await (const document of documents) {
        if ('stop' in document) stop.abort(document.stop);
        if ('content' in document || 'unreadable' in document || 'absent' in document) files.emit('file', document);
      }
    } catch {
      // The end of the connection stops the command as well.
    }
  };
  void take();
  return async () => {
    try {
      const [file] = (await once(files, 'file', { signal: gone })) as [SentFile];
      return file;
    } catch {
      throw new StoppedError(GONE);
    }
  };
}

/** Runs a command and prints errors on its terminal; unexpected errors are logged by this process. */
async function runSent(
  terminal: Terminal,
  sent: SentCommand,
  { app, version, runOnApp, signals }: AttendSettings & { readonly signals: Signals },
): Promise<ExitStatus> {
  const { args } = sent;
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
    const unexpected = `Unexpected error; see the log of process ${process.pid}, which ran this command, for details.`;
    const { secrets } = app.config;
    return log(printFailure(error, { isJson: args.includes('--json'), terminal, secrets, unexpected }));
  } finally {
    // The status ends the command: lines that wait for the ones before them must be sent first.
    await Promise.all([isWritten(terminal.stdout, ''), isWritten(terminal.stderr, '')]);
  }
}

/** The open program as a command would see it after opening it itself. */
function programFor(app: App, terminal: Terminal, gone: AbortSignal): App {
  const database: Database = {
    ...app.database,
    // Applied migrations were reported when this program started.
    appliedMigrations: [],
    // As if the sending process had held the database: an uncommitted transaction is rolled back when it ends.
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
