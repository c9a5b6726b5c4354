import { CommanderError } from 'commander';
import { QbrError } from '../core/errors.ts';
import { EXIT, type ExitStatus, exitStatusOf } from './exit-status.ts';
import { printJson, tell } from './output.ts';

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** Says what went wrong, on stderr and for `--json` also as the one document on stdout; never a stack. */
export function tellFailure(
  error: unknown,
  { isJson, environment }: { readonly isJson: boolean; readonly environment: NodeJS.ProcessEnv },
): ExitStatus {
  const status = exitStatusOf(error);
  // Commander has printed the help that was asked for, or that stands for a missing command.
  if (error instanceof CommanderError && HELP_CODES.includes(error.code)) return status ?? EXIT.unusable;
  const message = messageOf(error, status, environment['QBR_LOG_FILE']);
  tell(`qbr: ${message}`);
  if (isJson) {
    printJson({ error: { message, ...(error instanceof QbrError && { code: error.code, field: error.field }) } });
  }
  return status ?? EXIT.failed;
}

function messageOf(error: unknown, status: ExitStatus | null, log: string | undefined): string {
  if (error instanceof CommanderError) return `${error.message.replace(/^error: /, '')}. Try qbr help.`;
  if (status !== null && error instanceof Error) return error.message;
  if (log) return `Unexpected error; ${log} has more.`;
  return process.stderr.isTTY
    ? 'Unexpected error. Set QBR_LOG_FILE=./qbr.log and try again: the log then has more.'
    : 'Unexpected error; the log above has more.';
}
