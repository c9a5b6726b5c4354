import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyDirectory } from './directories.ts';
import { freePort } from './free-port.ts';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer'].find((path) =>
  existsSync(path),
);
/** The user `nobody`: PgBouncer refuses to run as root. */
const NOBODY = 65_534;

/** Whether PgBouncer is installed (Debian: `pgbouncer`). */
export const hasPgBouncer = PROGRAM !== undefined;

/** A PgBouncer in front of one database. */
export interface PgBouncer {
  /** The address of the database through it. */
  readonly url: string;
  close(): Promise<void>;
}

/** @param connection the address of the database itself, with a password */
export async function startPgBouncer(connection: string, poolMode: 'session' | 'transaction'): Promise<PgBouncer> {
  const { hostname, port, username, password, pathname } = new URL(connection);
  const directory = emptyDirectory();
  const listenPort = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listenPort}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${poolMode}`,
    'default_pool_size = 100',
  ];
  writeFileSync(file, `${settings.join('\n')}\n`);
  chmodSync(directory, 0o755);
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(PROGRAM ?? '', [file], { ...identity, stdio: ['ignore', 'ignore', 'pipe'] });
  await untilListening(child);
  return {
    url: `postgresql://${username}:${password}@127.0.0.1:${listenPort}${pathname}`,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('process up')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PgBouncer ended: ${said}`)));
  });
}
