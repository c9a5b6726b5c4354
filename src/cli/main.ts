#!/usr/bin/env node
import { programVersion } from '#src/package-root.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { runProgram } from './program.ts';
import { printToStderr, processTerminal } from './terminal.ts';

/** File in the working directory with variables; the environment takes precedence. */
const ENVIRONMENT_FILE = '.env';

async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  const terminal = processTerminal();
  try {
    loadEnvironmentFile(environment);
    // Read by graphql-js on load: in development mode it checks every value twice.
    environment['NODE_ENV'] ??= 'production';
    return await runProgram({ args, environment, terminal, version: programVersion() });
  } catch (error) {
    const { failureOutput, printFailure } = await import('./failure.ts');
    return printFailure(error, { isJson: args.includes('--json'), ...failureOutput(environment, terminal) });
  }
}

/** The environment takes precedence over the file. */
function loadEnvironmentFile(environment: NodeJS.ProcessEnv): void {
  const { values, doubtful } = readEnvironmentFile(ENVIRONMENT_FILE) ?? { values: {}, doubtful: [] };
  for (const name of doubtful.filter((each) => environment[each] === undefined)) {
    printToStderr(
      `qbr: ${ENVIRONMENT_FILE}: the value of ${name} contains a #, which is read as part of the value. Quote the value.`,
    );
  }
  for (const [name, value] of Object.entries(values)) environment[name] ??= value;
}

/** Keeps working when output cannot be written: a closed pipe (`head`), a full disk, a closed terminal. */
function ignoreOutputErrors(): void {
  let isReported = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isReported) return;
    isReported = true;
    printToStderr(`qbr: stdout cannot be written (${code}); the output is incomplete.`);
    process.once('exit', () => {
      process.exitCode ||= EXIT.failed;
    });
  });
  process.stderr.on('error', () => undefined);
  // Reopens log files (`openLogger`) and must not end the process.
  process.on('SIGHUP', () => undefined);
}

ignoreOutputErrors();
process.exitCode = await main(process.argv.slice(2), process.env);
