#!/usr/bin/env node
import { programVersion } from '#src/package-root.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { failureOutput, printFailure } from './failure.ts';
import { runProgram } from './program.ts';
import { printToStderr, processTerminal } from './terminal.ts';

/** The file in the working directory that sets variables which the environment does not. */
const ENVIRONMENT_FILE = '.env';

async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  const terminal = processTerminal();
  try {
    loadEnvironmentFile(environment);
    // Read by graphql-js when it is loaded: otherwise it looks at every value of an answer twice.
    environment['NODE_ENV'] ??= 'production';
    return await runProgram({ args, environment, terminal, version: programVersion() });
  } catch (error) {
    return printFailure(error, { isJson: args.includes('--json'), ...failureOutput(environment, terminal) });
  }
}

/** What is set already stays. */
function loadEnvironmentFile(environment: NodeJS.ProcessEnv): void {
  const { values, doubtful } = readEnvironmentFile(ENVIRONMENT_FILE) ?? { values: {}, doubtful: [] };
  for (const name of doubtful.filter((each) => environment[each] === undefined)) {
    printToStderr(
      `qbr: ${ENVIRONMENT_FILE}: the value of ${name} holds a #, which is taken as part of it. Put the value into quotes.`,
    );
  }
  for (const [name, value] of Object.entries(values)) environment[name] ??= value;
}

/**
 * The work goes on where its words reach nobody: a reader that has seen enough, such as `head`, a full disk, a terminal
 * that was closed.
 */
function outliveReaders(): void {
  let isReported = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isReported) return;
    isReported = true;
    printToStderr(`qbr: stdout cannot be written (${code}), so that part of the answer is missing.`);
    process.once('exit', () => {
      process.exitCode ||= EXIT.failed;
    });
  });
  process.stderr.on('error', () => undefined);
  // Whoever opens a log file opens it again then; nothing ends.
  process.on('SIGHUP', () => undefined);
}

outliveReaders();
process.exitCode = await main(process.argv.slice(2), process.env);
