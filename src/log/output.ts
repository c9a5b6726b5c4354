import { closeSync, constants, fstatSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Writes log lines; never throws. */
export interface LogOutput {
  write(line: string): void;
}
/** A log file that can be reopened after a rotation. */
export interface LogFile extends LogOutput {
  reopen(): void;
}

/** Reports to the operator that lines are lost, and why; must not throw. */
export type ReportLoss = (problem: string) => void;

/** How long a line waits for a slow reader. After a timeout the next lines do not wait. */
const PATIENCE_MS = 1_000;
const PAUSE_MS = 20;
/** Minimum interval between reports, so that an intermittent failure does not flood stderr. */
const REPORT_INTERVAL_MS = 3_600_000;
/** Non-blocking: opening a named pipe without a reader would block indefinitely. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/** Writes to an open descriptor, such as stdout's. */
export function descriptorOutput(descriptor: number, name: string, report: ReportLoss): LogOutput {
  return createWriter({ name, report, descriptor: () => descriptor });
}

/**
 * Appends to `path`, creating its folders. Each line retries after a failure; the number of lost lines is logged once writing
 * works again. If a rotated file cannot be recreated, logging continues in the open one.
 */
export function fileOutput(path: string, report: ReportLoss): LogFile {
  let open: number | null = null;
  const descriptor = (): number => {
    open ??= openForAppending(path);
    return open;
  };
  const writer = createWriter({ name: path, report, descriptor });
  const reopen = (): void => {
    const previous = open;
    if (previous === null) {
      writer.attempt();
      return;
    }
    try {
      open = openForAppending(path, fstatSync(previous).mode & 0o777);
    } catch (error) {
      report(`The log file ${path} cannot be reopened (${codeOf(error)}). Logging continues in the open file.`);
      return;
    }
    writer.startLine();
    close(previous);
  };
  writer.attempt();
  return { write: writer.write, reopen };
}

/** The system's error code if `path` cannot be opened for appending, otherwise null. Creates the file, as logging does. */
export function logFileProblem(path: string): string | null {
  try {
    close(openForAppending(path));
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

interface WriterSettings {
  readonly name: string;
  readonly report: ReportLoss;
  /** May throw; the line is lost then. */
  readonly descriptor: () => number;
}

function createWriter({ name, report, descriptor }: WriterSettings) {
  let lost = 0;
  let isDown = false;
  let isWithinLine = false;
  let reportedAt = Number.NEGATIVE_INFINITY;
  const fail = (error: unknown): void => {
    isDown = true;
    if (performance.now() - reportedAt < REPORT_INTERVAL_MS) return;
    reportedAt = performance.now();
    report(
      `The log cannot be written to ${name} (${codeOf(error)}). Log lines are lost until it can; everything else continues.`,
    );
  };
  /** Writes all of `text`. @throws system errors, possibly after writing a part */
  const writeAll = (text: string): void => {
    let rest = Buffer.from(text);
    const until = performance.now() + (isDown ? 0 : PATIENCE_MS);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor(), rest));
        isWithinLine = rest.length > 0;
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN' || performance.now() >= until) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      }
    }
  };
  const write = (line: string): void => {
    try {
      if (isWithinLine) writeAll('\n');
      if (lost > 0) writeAll(lossLine(lost));
      lost = 0;
      writeAll(line);
      isDown = false;
    } catch (error) {
      lost += 1;
      fail(error);
    }
  };
  const startLine = (): void => {
    isWithinLine = false;
  };
  /** Opens the output early, so that a failure is reported at the start. */
  const attempt = (): void => {
    try {
      descriptor();
    } catch (error) {
      fail(error);
    }
  };
  return { write, attempt, startLine };
}

function lossLine(lost: number): string {
  const msg = `${lost} ${lost === 1 ? 'line' : 'lines'} could not be written here`;
  return `${JSON.stringify({ level: 40, time: new Date().toISOString(), lost, msg })}\n`;
}

/** A new file gets `mode`, reduced by the process's umask. */
function openForAppending(path: string, mode = 0o666): number {
  makeFolder(dirname(resolve(path)));
  return openSync(path, APPEND, mode);
}

/** Creates folders one by one: Node's `recursive` loops endlessly where a missing folder cannot be created (/proc). */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

function close(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Lines that a full disk rejected are already lost.
  }
}
