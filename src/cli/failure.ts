import { CommanderError } from 'commander';
import { QbrError } from '../core/errors.ts';
import { EXIT, type ExitStatus, exitStatusOf } from './exit-status.ts';
import { printJson, tell } from './output.ts';

/** Says what went wrong, on stderr and for `--json` also as the one document on stdout; never a stack. */
export function tellFailure(error: unknown, { isJson }: { readonly isJson: boolean }): ExitStatus {
  const status = exitStatusOf(error);
  if (error instanceof CommanderError && status === EXIT.done) return status;
  const message = messageOf(error, status);
  tell(`qbr: ${message}`);
  if (isJson) {
    printJson({ error: { message, ...(error instanceof QbrError && { code: error.code, field: error.field }) } });
  }
  return status ?? EXIT.failed;
}

function messageOf(error: unknown, status: ExitStatus | null): string {
  if (status !== null && error instanceof Error) return error.message.replace(/^error: /, '');
  const log = process.env['QBR_LOG_FILE'];
  if (log) return `Unexpected error; ${log} has more.`;
  return process.stderr.isTTY
    ? 'Unexpected error. Set QBR_LOG_FILE=./qbr.log and try again: the log then has more.'
    : 'Unexpected error; the log above has more.';
}
