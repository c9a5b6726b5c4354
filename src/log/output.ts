import { closeSync, constants, fstatSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Takes the log's lines; never throws. */
export interface LogOutput {
  write(line: string): void;
}
/** A log file that can be opened again, as after a rotation. */
export interface LogFile extends LogOutput {
  reopen(): void;
}

/** Tells the operator that lines are lost, and why; must not throw. */
export type ReportLoss = (problem: string) => void;

/** How long a line waits for a reader that does not keep up. Once one has waited in vain the next ones do not. */
const PATIENCE_MS = 1_000;
const PAUSE_MS = 20;
/** An outage that comes back is told again after this time, so that a flapping disk does not flood stderr. */
const REPORT_INTERVAL_MS = 3_600_000;
/** Opening does not wait either: without a reader a named pipe would hold the program for ever. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/** Writes to a descriptor that is open already, such as stdout's. */
export function descriptorOutput(descriptor: number, name: string, report: ReportLoss): LogOutput {
  return createWriter({ name, report, descriptor: () => descriptor });
}

/**
 * Appends to `path`, making its folders. Where that fails, the lines are lost and their number is logged as soon as it
 * works again: each line tries. Where a rotated file cannot be made anew, the log goes on in the one that is open.
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
      report(
        `The log file ${path} cannot be opened again (${codeOf(error)}). The log goes on in the one that is open.`,
      );
      return;
    }
    writer.startAnew();
    close(previous);
  };
  writer.attempt();
  return { write: writer.write, reopen };
}

/** Why `path` cannot be opened for appending, as the system's code; null where it can. Makes it, as logging does. */
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
  /** May throw; then the line is lost. */
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
      `The log cannot be written to ${name} (${codeOf(error)}). Everything else goes on; its lines are lost until it can.`,
    );
  };
  /** Writes all of `text`. @throws the error of the system, with part of it written perhaps */
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
  const startAnew = (): void => {
    isWithinLine = false;
  };
  /** Opens what is not open, so that the operator is told at the start. */
  const attempt = (): void => {
    try {
      descriptor();
    } catch (error) {
      fail(error);
    }
  };
  return { write, attempt, startAnew };
}

function lossLine(lost: number): string {
  const msg = `${lost} ${lost === 1 ? 'line' : 'lines'} could not be written here before`;
  return `${JSON.stringify({ level: 40, time: new Date().toISOString(), lost, msg })}\n`;
}

/** A new file gets `mode`; by default what the process's umask leaves. */
function openForAppending(path: string, mode = 0o666): number {
  makeFolder(dirname(resolve(path)));
  return openSync(path, APPEND, mode);
}

/** One folder after the other: Node's `recursive` asks for ever where one cannot be made that seems not to be there (/proc). */
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
    // What a full disk did not take is lost already.
  }
}
