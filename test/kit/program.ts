import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { type ConnectWiseCredentials, FAKE_CREDENTIALS } from './connectwise/fake.ts';
import { emptyDirectory } from './directories.ts';
import type { NinjaOneFake } from './ninjaone/fake.ts';

/** The built program, as a user starts it. `npm test` builds it first. */
export const MAIN = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url));

type Environment = Readonly<Record<string, string>>;

/** Which program runs, and as whom. */
export interface Installation {
  readonly main: string;
  /** Another user and group of that id. */
  readonly user?: number;
}

const BUILT: Installation = { main: MAIN };

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program in a process of its own. */
export interface RunningProgram {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as stdout or stderr contains the text. */
  waitFor(text: string | RegExp): Promise<string>;
}

/**
 * Starts `qbr …` in an empty directory with nothing but `environment` set, so that no `.env` and no PG* variable reach it.
 * @param main the entry of another built version
 */
export function startQbr(
  args: readonly string[],
  environment: Environment,
  directory = emptyDirectory(),
  { main, user }: Installation = BUILT,
): RunningProgram {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: directory,
    ...(user !== undefined && { uid: user, gid: user }),
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, ...output })));
  return {
    process: child,
    ended,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const found =
            typeof text === 'string'
              ? (output.stdout + output.stderr).includes(text)
              : text.test(output.stdout + output.stderr);
          if (found) resolve(output.stdout + output.stderr);
        };
        watchers.add(watch);
        watch();
        void ended.then(() => reject(new Error(`The program ended before ${text}: ${output.stdout}${output.stderr}`)));
      }),
  };
}

/** Runs `qbr …` to its end. */
export function runQbr(
  args: readonly string[],
  environment: Environment,
  directory?: string,
  installation?: Installation,
): Promise<Ended> {
  return startQbr(args, environment, directory, installation).ended;
}

/** The variables that make the program use these servers and this database. */
export function environmentFor(options: {
  readonly connectwise?: { readonly url: string; readonly credentials?: ConnectWiseCredentials };
  readonly ninjaone?: Pick<NinjaOneFake, 'url' | 'clientId' | 'clientSecret'>;
  readonly connection: DatabaseConnection;
}): Environment {
  const { connectwise, ninjaone, connection } = options;
  const { companyId, publicKey, privateKey, clientId } = connectwise?.credentials ?? FAKE_CREDENTIALS;
  return {
    ...(connectwise && {
      CONNECTWISE_SERVER: connectwise.url,
      CONNECTWISE_COMPANY_ID: companyId,
      CONNECTWISE_PUBLIC_KEY: publicKey,
      CONNECTWISE_PRIVATE_KEY: privateKey,
      CONNECTWISE_CLIENT_ID: clientId,
    }),
    ...(ninjaone && {
      NINJA_BASE_URL: ninjaone.url,
      NINJA_CLIENT_ID: ninjaone.clientId,
      NINJA_CLIENT_SECRET: ninjaone.clientSecret,
    }),
    ...(connection.kind === 'postgresql' && { DATABASE_URL: connection.url }),
    ...(connection.kind === 'embedded' && { QBR_DATA_DIR: connection.directory }),
  };
}

/** The program serving on a free port, for as long as `use` takes. */
export async function withServer<T>(
  environment: Environment,
  use: (url: string) => Promise<T>,
  installation?: Installation,
): Promise<T> {
  const server = startQbr(['serve'], { ...environment, QBR_PORT: '0' }, undefined, installation);
  try {
    const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
    return await use(/Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '');
  } finally {
    server.process.kill('SIGTERM');
    await server.ended;
  }
}

/** Asks a GraphQL server; fails on any error in the answer. */
export async function askGraphql<Data, Variables extends Record<string, unknown> = Record<string, unknown>>(
  url: string,
  query: string | TypedDocumentNode<Data, Variables>,
  variables?: Variables,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: typeof query === 'string' ? query : print(query), variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
