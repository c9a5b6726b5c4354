#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { QbrError } from '../core/errors.ts';
import { packageRoot } from '../package-root.ts';
import { EXIT, type ExitStatus, exitStatusOf, SetUpError } from './exit-status.ts';
import { printJson, tell } from './output.ts';
import { runProgram } from './program.ts';

/** The file in the working directory that sets variables which the environment does not. */
const ENVIRONMENT_FILE = '.env';

async function main(args: readonly string[]): Promise<ExitStatus> {
  try {
    loadEnvironmentFile();
    return await runProgram(args, { environment: process.env, version: packageVersion() });
  } catch (error) {
    return tellFailure(error, { isJson: args.includes('--json') });
  }
}

function loadEnvironmentFile(): void {
  if (!existsSync(ENVIRONMENT_FILE)) return;
  try {
    process.loadEnvFile(ENVIRONMENT_FILE);
  } catch (error) {
    throw new SetUpError(`${ENVIRONMENT_FILE} cannot be read. Make it readable, or move it away.`, { cause: error });
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Says what went wrong, on stderr and for `--json` also as the one document on stdout; never a stack. */
function tellFailure(error: unknown, { isJson }: { isJson: boolean }): ExitStatus {
  const status = exitStatusOf(error);
  if (error instanceof CommanderError && status === EXIT.done) return status;
  const message = messageOf(error, status);
  tell(`qbr: ${message}`);
  if (isJson)
    printJson({ error: { message, ...(error instanceof QbrError && { code: error.code, field: error.field }) } });
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

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2));
