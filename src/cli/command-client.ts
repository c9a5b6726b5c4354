import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandEndpoint, DatabaseInUseError } from '#src/store/engine/errors.ts';
import { receive, type SentStream, send, type ToCommand, type ToServer, toCommand } from './command-protocol.ts';
import { type ExitStatus, ServerStoppedError, SetUpError } from './exit-status.ts';
import { type CommandLine, isWritten, type OutputStream, type Terminal } from './terminal.ts';
import type { WholeFile } from './whole-file.ts';

/** How long to wait for a server that opens its database; long enough for the first start on a slow machine. */
const PATIENCE_MS = 60_000;
const POLL_INTERVAL_MS = 100;
/** Long, because a statement of the embedded database blocks its process. */
const GREETING_MS = 30_000;
/** A longer wait is reported. */
const SILENT_MS = 1_500;

/** The server that holds the embedded database. */
export interface CommandServerConnection {
  /**
   * Runs a command on the server, with its output on the command's terminal.
   * @throws ServerStoppedError if the server ends before the command
   */
  run(command: CommandLine): Promise<ExitStatus>;
}

/**
 * Opens the program, or connects to the server that holds its embedded database. Waits while a server is starting or
 * stopping. A killed server leaves the lock of the folder free, so there is nothing to wait for.
 * @throws DatabaseInUseError if the process that holds the database takes no commands; SetUpError for a server of another
 *   version; errors of `open`
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
        printError(
          `Waiting for process ${error.ownerPid} (${error.ownerCommand}), which is not ready for commands yet.`,
        );
        isReported = true;
      }
    }
  }
}

/**
 * Connects to the server at this address; null without a response, for example because the server has just ended.
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

/** The version from the server's greeting; null without one. */
async function greeting(socket: Socket, documents: AsyncIterator<ToCommand>): Promise<string | null> {
  const timer = setTimeout(() => socket.destroy(), GREETING_MS);
  try {
    const { value } = await documents.next();
    if (value && 'version' in value) return value.version;
  } catch {
    // Nothing listens there, or another program does.
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
  const files = createFileAnswers(terminal);
  try {
    for await (const document of documents) {
      if ('file' in document) await saveSentFile(terminal, document.file);
      const answer = await files.answer(document);
      if (answer) send(socket, answer);
      const status = await relay.take(document);
      if (status !== null) return status;
    }
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    throw new ServerStoppedError(holder, { cause: error });
  } finally {
    relay.end();
    await files.end();
    socket.destroy();
  }
  throw new ServerStoppedError(holder);
}

function saveSentFile(
  terminal: Terminal,
  { path, base64, isNew }: { readonly path: string; readonly base64: string; readonly isNew: boolean },
): Promise<void> {
  return terminal.saveFile(path, Buffer.from(base64, 'base64'), { isNew });
}

/** Answers what the server asks of this process's files. */
function createFileAnswers({ readFile, findFile, requireWritable }: Terminal) {
  let file: WholeFile | undefined;
  const begin = async (path: string): Promise<void> => {
    const { beginWholeFile } = await import('./whole-file.ts');
    file = await beginWholeFile(path);
  };
  const take = async (base64: string | null): Promise<void> => {
    if (base64 === null) await file?.finish();
    else await file?.write(Buffer.from(base64, 'base64'));
  };
  return {
    /** Null for a document that asks nothing. */
    async answer(document: ToCommand): Promise<ToServer | null> {
      if ('wanted' in document) return answerOf(() => readFile(document.wanted.path, document.wanted.maxBytes));
      if ('perhaps' in document) return answerOf(() => findFile(document.perhaps.path, document.perhaps.maxBytes));
      if ('checked' in document) return answerOf(() => requireWritable(document.checked.path));
      if ('begun' in document) return answerOf(() => begin(document.begun.path));
      if ('piece' in document) return answerOf(() => take(document.piece));
      return null;
    },
    /** Removes a file that is not complete. */
    end: async () => file?.abandon(),
  };
}

/** The bytes of a file, if the work gives any. Why it cannot be read or written is the command's error in the server. */
async function answerOf(work: () => Promise<unknown>): Promise<ToServer> {
  try {
    const bytes = await work();
    if (bytes === null) return { absent: true };
    const content = bytes instanceof Uint8Array ? bytes : new Uint8Array();
    return { content: { base64: Buffer.from(content).toString('base64') } };
  } catch (error) {
    if (error instanceof SetUpError) return { unreadable: error.message };
    throw error;
  }
}

/** Writes the server's output to the terminal, until it sends the exit status. */
function createRelay(socket: Socket, { stdout, stderr, onStop }: Terminal) {
  let ignoreStops = (): void => undefined;
  return {
    async take(document: ToCommand): Promise<ExitStatus | null> {
      // The server waits for a slow reader of this output.
      if ('stdout' in document) await isWritten(stdout, document.stdout);
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
    `The embedded database is in use by process ${ownerPid} (${ownerCommand}) of version ${theirs}; this is version ${ours}. Restart that process with this version.`,
  );
}
