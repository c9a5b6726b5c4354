import { createReadStream } from 'node:fs';
import { access, open, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { operatorViewer, type Viewer } from '#src/auth/viewer.ts';
import { systemReason } from '#src/files/system-reason.ts';
import { EXIT, SetUpError } from './exit-status.ts';

/** An output stream; `columns` is the width of a terminal. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Streams, operator and stop signal of a terminal. */
export interface TerminalParts {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The person at the terminal, recorded with their changes. */
  readonly operator: Viewer;
  /** Calls `listener` with the reason (`SIGINT was received`) when asked to stop; the returned function unsubscribes. */
  onStop(listener: (reason: string) => void): () => void;
  /**
   * Writes a file of the process that received the command line, relative to its working directory. It replaces an existing one,
   * unless `isNew`.
   * @throws SetUpError where it cannot be written, or exists although it is to be new
   */
  saveFile(path: string, content: string | Uint8Array, options?: { readonly isNew?: boolean }): Promise<void>;
  /**
   * Checks that `saveFile` can write a file, before what it is to hold is made.
   * @throws SetUpError where it cannot
   */
  requireWritable(path: string): Promise<void>;
  /**
   * Reads a file of that process (`-`: its stdin), of a larger one `maxBytes` + 1 bytes.
   * @throws SetUpError where it cannot be read
   */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>;
  /**
   * Writes a file of that process piece by piece. It appears when it is complete and flushed, in the place of an earlier one.
   * @throws SetUpError where it cannot be written; what `bytes` throws
   */
  saveWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * The first `maxBytes` of a file of that process; null if there is none.
   * @throws SetUpError where it cannot be read
   */
  findFile(path: string, maxBytes: number): Promise<Uint8Array | null>;
}

/** The terminal of a command, in this process or in the one that sent the command. Its methods need no `this`. */
export interface Terminal extends TerminalParts {
  /** The organization that the command acts on, where `--organization` names one. */
  readonly organizationId?: number;
  /** Writes a line of the result to stdout. */
  print(line?: string): void;
  /** Writes the JSON document of `--json`. Decimals are strings, as in every API. */
  printJson(document: unknown): void;
  /** Writes a line to stderr: progress and errors. */
  printError(line: string): void;
}

/** A command line. */
export interface CommandLine {
  /** The arguments after `qbr`. */
  readonly args: readonly string[];
  /** The version of the process that received the command line. */
  readonly version: string;
  readonly terminal: Terminal;
}

export function createTerminal(parts: TerminalParts): Terminal {
  const print = (line = ''): void => {
    try {
      parts.stdout.write(`${line}\n`);
    } catch (error) {
      // A file on a full disk throws; pipes and terminals emit `error`.
      parts.stdout.emit('error', error);
    }
  };
  return {
    ...parts,
    print,
    printJson: (document) => print(JSON.stringify(document, null, 2)),
    printError: (line) => writeLine(parts.stderr, line),
  };
}

/** Writes a text and waits until it is taken, so that a slow reader does not fill the memory. @returns false if it cannot be written */
export function isWritten(stream: OutputStream, text: string): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      stream.write(text, (error) => resolve(!error));
    } catch (error) {
      // A file on a full disk throws; pipes and terminals emit `error`.
      stream.emit('error', error);
      resolve(false);
    }
  });
}

/** Writes a line to this process's stderr; ignores errors. */
export function printToStderr(line: string): void {
  writeLine(process.stderr, line);
}

function writeLine(stream: NodeJS.WritableStream, line: string): void {
  try {
    stream.write(`${line}\n`);
  } catch {
    // A closed pipe, or a file on a full disk.
  }
}

/** This process's own terminal. A second SIGINT or SIGTERM while a command is stopping ends the process immediately. */
export function processTerminal(): Terminal {
  return createTerminal({
    stdout: process.stdout,
    stderr: process.stderr,
    operator: operatorViewer(userName().slice(0, 100)),
    onStop: onStopSignal,
    saveFile,
    requireWritable,
    readFile,
    saveWhole: async (path, bytes) => (await import('./whole-file.ts')).writeWholeFile(path, bytes),
    findFile,
  });
}

/** Stands for standard input where a file is read. */
const STDIN = '-';

async function saveFile(path: string, content: string | Uint8Array, { isNew = false } = {}): Promise<void> {
  await writing(path, () => writeFile(path, content, { flag: isNew ? 'wx' : 'w' }));
}

async function requireWritable(path: string): Promise<void> {
  await writing(path, async () => {
    const file = await open(path, 'a');
    const status = await file.stat().finally(() => file.close());
    if (status.isFile() && status.size === 0) await rm(path);
  });
}

/** @throws SetUpError that names the file */
async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new SetUpError(`${path} exists already; to replace it, name it: --out ${path}`);
    throw new SetUpError(`${path} cannot be written: ${systemReason(error)}`, { cause: error });
  }
}

async function findFile(path: string, maxBytes: number): Promise<Uint8Array | null> {
  const isThere = await access(path).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT',
  );
  return isThere ? (await readFile(path, maxBytes)).subarray(0, maxBytes) : null;
}

async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    if (path === STDIN) return await readStdin(maxBytes);
    // A stream, because a pipe has no size.
    return await buffer(createReadStream(path, { end: maxBytes }));
  } catch (error) {
    throw new SetUpError(`${path} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}

/** The whole of stdin, of a longer one `maxBytes` + 1 bytes. */
async function readStdin(maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunks.at(-1)?.length ?? 0;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}

/** Listens for SIGINT and SIGTERM; the second one ends the process. */
function onStopSignal(listener: (reason: string) => void): () => void {
  let isStopping = false;
  const onSignal = (name: NodeJS.Signals): void => {
    if (isStopping) process.exit(EXIT.failed);
    isStopping = true;
    listener(`${name} was received`);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
}

/** The operating system's user name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
