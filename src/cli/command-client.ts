import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandEndpoint, DatabaseInUseError } from '#src/store/engine/errors.ts';
import { receive, type SentStream, send, type ToCommand, toCommand } from './command-protocol.ts';
import { type ExitStatus, ServerStoppedError, SetUpError } from './exit-status.ts';
import type { CommandLine, OutputStream, Terminal } from './terminal.ts';

/** A server opens its database within this time, also for the first time and on a slow machine. */
const PATIENCE_MS = 60_000;
const POLL_INTERVAL_MS = 100;
/** A long statement of the embedded database keeps its process from answering. */
const GREETING_MS = 30_000;
/** Who waits longer than this is told so. */
const SILENT_MS = 1_500;

/** The server that holds the embedded database. */
export interface CommandServerConnection {
  /**
   * Has the server run a command; its output goes to the command's terminal.
   * @throws ServerStoppedError when the server ends before the command
   */
  run(command: CommandLine): Promise<ExitStatus>;
}

/**
 * Opens the program, or connects to the server that holds its embedded database. A server that is starting or stopping is
 * waited for: then it answers, or the database is free. What a killed server has left behind is not waited for, because the
 * lock of the folder is free.
 * @throws DatabaseInUseError where the database is held by something that takes no commands; what `open` throws; SetUpError for a
 *   server of another version
 */
export async function openOrConnect<T>(
  open: () => Promise<T>,
  { terminal: { printError }, version }: CommandLine,
): Promise<{ readonly opened: T } | { readonly server: CommandServerConnection }> {
  const begin = performance.now();
  for (let isReported = false; ; await sleep(POLL_INTERVAL_MS)) {
    try {
      return { opened: await open() };
    } catch (error) {
      if (!(error instanceof DatabaseInUseError) || error.commands === undefined) throw error;
      const server = error.commands && (await connectTo(error.commands, error, version));
      if (server) return { server };
      const waited = performance.now() - begin;
      if (waited > PATIENCE_MS) throw error;
      if (waited > SILENT_MS && !isReported) {
        printError(`Waiting for process ${error.ownerPid} (${error.ownerCommand}), which does not take commands yet.`);
        isReported = true;
      }
    }
  }
}

/**
 * The server at this address; null where nobody answers, as when the server has just ended.
 * @throws SetUpError for a server of another version
 */
async function connectTo(
  endpoint: CommandEndpoint,
  holder: DatabaseInUseError,
  version: string,
): Promise<CommandServerConnection | null> {
  const { address, secret } = endpoint;
  const socket = connect('path' in address ? { path: address.path } : { host: '127.0.0.1', port: address.port });
  const documents = receive(socket, toCommand);
  const theirs = await greeting(socket, documents);
  if (theirs === null) return null;
  if (theirs === version) return { run: (command) => runOnServer({ socket, documents, secret, holder }, command) };
  socket.destroy();
  throw otherVersion(theirs, version, holder);
}

/** The version that the server says first; null where none is said. */
async function greeting(socket: Socket, documents: AsyncIterator<ToCommand>): Promise<string | null> {
  const timer = setTimeout(() => socket.destroy(), GREETING_MS);
  try {
    const { value } = await documents.next();
    if (value && 'version' in value) return value.version;
  } catch {
    // Nobody listens there, or something else does.
  } finally {
    clearTimeout(timer);
  }
  socket.destroy();
  return null;
}

interface Connection {
  readonly socket: Socket;
  readonly documents: AsyncIterable<ToCommand>;
  readonly secret: string;
  readonly holder: DatabaseInUseError;
}

async function runOnServer(connection: Connection, { args, version, terminal }: CommandLine): Promise<ExitStatus> {
  const { socket, documents, secret, holder } = connection;
  const { stdout, stderr, operator } = terminal;
  const streams = { stdout: sentStream(stdout), stderr: sentStream(stderr) };
  send(socket, { command: { secret, version, args: [...args], operator: operator.name, ...streams } });
  const relay = createRelay(socket, terminal);
  try {
    for await (const document of documents) {
      const status = relay.take(document);
      if (status !== null) return status;
    }
  } catch (error) {
    throw new ServerStoppedError(holder, { cause: error });
  } finally {
    relay.end();
    socket.destroy();
  }
  throw new ServerStoppedError(holder);
}

/** Does what the server says; the exit status is the last that it says. */
function createRelay(socket: Socket, { stdout, stderr, onStop }: Terminal) {
  let ignoreStops = (): void => undefined;
  return {
    take(document: ToCommand): ExitStatus | null {
      if ('stdout' in document) stdout.write(document.stdout);
      if ('stderr' in document) stderr.write(document.stderr);
      if ('isStoppable' in document) {
        ignoreStops();
        ignoreStops = document.isStoppable ? onStop((stop) => send(socket, { stop })) : () => undefined;
      }
      return 'status' in document ? document.status : null;
    },
    end: () => ignoreStops(),
  };
}

function sentStream({ isTTY, columns }: OutputStream): SentStream {
  return { isTTY: isTTY === true, ...(columns && { columns }) };
}

function otherVersion(theirs: string, ours: string, { ownerPid, ownerCommand }: DatabaseInUseError): SetUpError {
  return new SetUpError(
    `The embedded database is in use by process ${ownerPid} (${ownerCommand}) of version ${theirs}, and this is version ${ours}. Restart that process with this version.`,
  );
}
