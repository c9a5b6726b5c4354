import { userInfo } from 'node:os';
import { operatorViewer, type Viewer } from '#src/auth/viewer.ts';
import { EXIT } from './exit-status.ts';

/** One of a command's output streams; `columns` is its width where it is a terminal. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a terminal is made of. */
export interface TerminalParts {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Whose name is stored with what they change. */
  readonly operator: Viewer;
  /** Calls `listener` when the command shall stop, with why (`SIGINT was received`), until the returned function is called. */
  onStop(listener: (reason: string) => void): () => void;
}

/**
 * Where a command was typed: of this process, or of another one that sent the command here. Its methods need no `this`.
 */
export interface Terminal extends TerminalParts {
  /** Writes a line to stdout: what a command was asked for. */
  print(line?: string): void;
  /** Writes the one JSON document of `--json`. Decimals are strings, as everywhere outside. */
  printJson(document: unknown): void;
  /** Writes a line to stderr: how it goes, and what went wrong. */
  printError(line: string): void;
}

/** A command as it was typed. */
export interface CommandLine {
  /** What stands after `qbr`. */
  readonly args: readonly string[];
  /** The version of the program that it was typed for. */
  readonly version: string;
  readonly terminal: Terminal;
}

export function createTerminal(parts: TerminalParts): Terminal {
  const print = (line = ''): void => {
    try {
      parts.stdout.write(`${line}\n`);
    } catch (error) {
      // A file on a full disk throws at once; pipes and terminals tell by an event.
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

/** Writes a line to this process's stderr; where nobody can read it, nothing else is stopped. */
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

/** This process's own terminal. A second SIGINT or SIGTERM while a command is stopping ends the process at once. */
export function processTerminal(): Terminal {
  return createTerminal({
    stdout: process.stdout,
    stderr: process.stderr,
    operator: operatorViewer(userName().slice(0, 100)),
    onStop: onStopSignal,
  });
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

/** The name of whoever is at the keyboard, as the system knows them. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
