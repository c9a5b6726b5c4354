#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { type ExitStatus, SetUpError } from './exit-status.ts';
import { tellFailure } from './failure.ts';
import { runProgram } from './program.ts';

/** The file in the working directory that sets variables which the environment does not. */
const ENVIRONMENT_FILE = '.env';

async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  try {
    loadEnvironmentFile();
    // Read by graphql-js when it is loaded: otherwise it looks at every value of an answer twice.
    environment['NODE_ENV'] ??= 'production';
    return await runProgram(args, { environment, version: packageVersion() });
  } catch (error) {
    return tellFailure(error, { isJson: args.includes('--json'), environment });
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

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2), process.env);
