import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDirectory } from '../../kit/directories.ts';
import { freePort } from '../../kit/free-port.ts';
import { type Ended, type RunningProgram, startQbr } from '../../kit/program.ts';
import { exampleCompany, examplePostings } from '../../kit/quickbooks/company-state.ts';
import { addApplication, type UpdateResult } from '../../kit/quickbooks/web-connector.ts';

/** The Web Connector in a process of its own. */
const CONNECTOR = fileURLToPath(new URL('../../../dist/test/kit/quickbooks/main.js', import.meta.url));
const MONTHS = [0, -1].map((offset) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 15)).toISOString().slice(0, 7);
});

let directory: string;
let environment: Record<string, string>;
let server: RunningProgram;

const start = async () => {
  server = startQbr(['serve'], environment, directory);
  await server.waitFor('Listening on');
};
const qbr = async (...args: string[]): Promise<Ended> => startQbr(args, environment, directory).ended;

beforeAll(async () => {
  directory = emptyDirectory();
  environment = {
    QBR_PORT: String(await freePort()),
    QBR_DATA_DIR: join(directory, 'data'),
    QBR_MONTHS_TO_COLLECT: '2',
  };
  await start();
});
afterAll(() => server.process.kill('SIGKILL'));

it('two processes: qbr books connect, an update that is killed with the server, and one after the restart', async () => {
  const connected = await qbr('books', 'connect', '--user', 'ann', '--qwc', 'books.qwc');
  expect(connected).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[\w-]{24}\n$/) });
  const { ids, ...app } = await addApplication(readFileSync(join(directory, 'books.qwc'), 'utf8'));
  const company = exampleCompany({ ids, postings: MONTHS.flatMap((month) => examplePostings(month)) });
  const settings = { ...app, password: connected.stdout.trim(), company };
  expect(await connect({ ...settings, dieAt: 8 })).toMatchObject({ code: 9 });
  server.process.kill('SIGKILL');
  await server.ended;
  await start();
  const { stdout } = await connect(settings);
  expect(JSON.parse(stdout) as UpdateResult).toMatchObject({ percent: 100, closed: 'OK' });
  const status = await qbr('books', 'status', '--json');
  expect(JSON.parse(status.stdout)).toMatchObject({ connected: true, company: 'Example MSP, LLC', mapping: 'none' });
  expect((await qbr('books', 'connect', '--qwc', 'missing/books.qwc')).stderr).toContain(
    'cannot be written: no such file or directory (ENOENT)',
  );
}, 180_000);

async function connect(settings: object): Promise<{ stdout: string; code: number }> {
  const file = join(emptyDirectory(), 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  try {
    return { ...(await promisify(execFile)(process.execPath, [CONNECTOR, file])), code: 0 };
  } catch (error) {
    return error as { stdout: string; code: number };
  }
}
