import { Writable } from 'node:stream';
import { createTerminal, type Terminal } from './terminal.ts';

/** A terminal whose output is not shown. */
export interface QuietTerminal {
  readonly terminal: Terminal;
  /** The error that a command has printed last; null for none. */
  lastError(): string | null;
}

/** The terminal of a command that another command runs: files and stops are those of `terminal`. */
export function quietTerminal(terminal: Terminal): QuietTerminal {
  let printed = '';
  const stderr = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  return {
    terminal: createTerminal({ ...terminal, stdout, stderr }),
    lastError: () =>
      printed
        .split('\n')
        .findLast((line) => line.startsWith('qbr: '))
        ?.slice(5) ?? null,
  };
}
