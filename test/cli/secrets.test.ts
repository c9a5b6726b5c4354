import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileVariable, SECRET_VARIABLES } from '#src/config/secrets.ts';
import { freshPostgresql, query } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { type FakeReply, type FakeRequest, type HttpFake, startHttpFake } from '../kit/http-faults.ts';
import { askGraphql, runQbr, startQbr } from '../kit/program.ts';

/** Secrets that must have a form; nothing listens at port 9. */
const FORMATTED: Readonly<Record<string, string>> = {
  QBR_SECRET_KEY: Buffer.from('Canary of 32 bytes, as a key is.').toString('base64'),
  QBR_NOTIFY_URL: 'http://127.0.0.1:9/Canary/hook',
  QBR_NOTIFY_SECRET: `whsec_${Buffer.from('Canary of more than 24 bytes').toString('base64')}`,
  QBR_SMTP_URL: 'smtp://qbr:Canary-mail@127.0.0.1:9',
  OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=Canary-collector,x-other=Canary%20other',
};
/** Parts of them that are as secret. */
const PARTS: readonly string[] = ['/Canary/hook', 'Canary-mail', 'Canary-collector', 'Canary%20other', 'Canary other'];

/** A value of each secret that nothing else would say; characters that are written differently in URLs, JSON and headers. */
const CANARIES = Object.fromEntries(
  SECRET_VARIABLES.filter((name) => name !== 'DATABASE_URL').map((name, index) => [
    name,
    FORMATTED[name] ?? canary(index),
  ]),
);

function canary(index: number): string {
  return `Canary${index}/kE+y="q\\${index}`;
}

const PASSWORD = 'Canary-pass/word%20';

/** How a vendor fails and repeats what it was sent, as a badly made server or proxy would. */
type Failure = (echo: string) => FakeReply;

const REFUSED: Failure = (echo) => ({
  status: 401,
  body: JSON.stringify({ message: `You sent ${echo}`, error_description: echo }),
});

const FAILURES: readonly Failure[] = [
  REFUSED,
  (echo) => ({ status: 403, body: `<html><title>${echo}</title></html>` }),
  (echo) => ({ status: 400, body: JSON.stringify({ errors: [{ message: echo }], [echo]: echo }) }),
  (echo) => ({ status: 200, body: JSON.stringify([{ id: echo }]) }),
  (echo) => ({ status: 302, headers: { location: `/?${encodeURIComponent(echo)}` }, body: echo }),
];

function echoOf({ headers, body }: FakeRequest): string {
  const authorization = headers.authorization ?? '';
  const decoded = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('latin1')
    .replace(/[^ -~]/g, '');
  const parameters = [...new URLSearchParams(body).values()].join(' ');
  return [authorization, decoded, headers['clientid'] ?? '', body, parameters].join(' ');
}

/** Whatever of the canaries a text holds, in any of the usual spellings. */
function leaksIn(text: string): string[] {
  return [...Object.values(CANARIES), ...PARTS, PASSWORD, decodeURIComponent(PASSWORD)].filter((secret) =>
    [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(JSON.stringify(secret)).slice(3, -3),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64').slice(2, -6),
    ].some((form) => text.includes(form)),
  );
}

/** What runs at the end of the file, the last first: tests that run at the same time cannot say which one has finished. */
const ends: (() => Promise<void>)[] = [];

/** A database of its own, with the address that the program is given: of a user whose password is a canary. */
async function canaryDatabase(): Promise<{ url: string; serverUrl: string }> {
  const { connection, remove } = await freshPostgresql();
  ends.push(remove);
  const { host, pathname } = new URL(connection.url);
  return {
    url: `postgresql://canary:${PASSWORD.replace('/', '%2F')}@${host}${pathname}`,
    serverUrl: connection.url,
  };
}

/** Both vendors as one server, which fails. */
async function failingVendor(failure: Failure): Promise<HttpFake> {
  const vendor = await startHttpFake({ answer: (request) => failure(echoOf(request)) });
  ends.push(vendor.close);
  return vendor;
}

/** Every secret as a variable, or every one in a file. */
function environment(place: 'variable' | 'file', vendorUrl: string, databaseUrl: string): Record<string, string> {
  const directory = emptyDirectory();
  const secrets = Object.entries({ ...CANARIES, DATABASE_URL: databaseUrl }).map(([name, secret]) => {
    if (place === 'variable') return [name, secret];
    const path = join(directory, name);
    writeFileSync(path, `${secret}\n`, { mode: 0o600 });
    return [fileVariable(name as (typeof SECRET_VARIABLES)[number]), path];
  });
  return {
    CONNECTWISE_SERVER: vendorUrl,
    CONNECTWISE_COMPANY_ID: 'msp',
    NINJA_BASE_URL: vendorUrl,
    OIDC_ISSUER: vendorUrl,
    OIDC_CLIENT_ID: 'qbr',
    QBO_CLIENT_ID: 'qbo',
    QBO_ENVIRONMENT: vendorUrl,
    QBR_AUTH: 'local',
    QBR_NOTIFY_TO: 'ann@example.com',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    QBR_LOG_LEVEL: 'trace',
    QBR_MONTHS_TO_COLLECT: '2',
    ...Object.fromEntries(secrets),
  };
}

describe('no secret is told by the program', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    const { connection, remove } = await freshPostgresql();
    ends.push(remove);
    await query(connection.url, `CREATE ROLE canary SUPERUSER LOGIN PASSWORD '${decodeURIComponent(PASSWORD)}'`);
    ends.push(async () => void (await query(connection.url, 'DROP ROLE canary')));
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  // At the same time, because each waits most of its time until it asks the vendor once more.
  it.concurrent.each([...FAILURES.entries()])('where a vendor fails and repeats it (%i)', async (index, failure) => {
    const [{ url }, vendor] = await Promise.all([canaryDatabase(), failingVendor(failure)]);
    const log = join(emptyDirectory(), 'log');
    const set = { ...environment(index % 2 === 0 ? 'variable' : 'file', vendor.url, url), QBR_LOG_FILE: log };
    const collect = await runQbr(['collect', '--json'], set);
    const doctor = await runQbr(['doctor'], set);
    const status = await runQbr(['status', '--json'], set);
    // Both vendors have really been told their secrets.
    const sent = vendor.requests.all.map(({ headers, body }) => JSON.stringify(headers) + body).join();
    expect(sent).toContain(JSON.stringify(CANARIES['CONNECTWISE_CLIENT_ID']).slice(1, -1));
    expect(sent).toMatch(/client_secret|authorization/);
    expect(collect.status).toBe(1);
    expect(doctor.stdout).toContain('CONNECTWISE_PRIVATE_KEY (not shown');
    for (const { stdout, stderr } of [collect, doctor, status]) expect(leaksIn(stdout + stderr)).toEqual([]);
    expect(leaksIn(readFileSync(log, 'utf8'))).toEqual([]);
  });

  it('where GraphQL tells of failed collections, and of defects', async () => {
    const [{ url: databaseUrl, serverUrl }, vendor] = await Promise.all([canaryDatabase(), failingVendor(REFUSED)]);
    const log = join(emptyDirectory(), 'log');
    const set = { ...environment('file', vendor.url, databaseUrl), QBR_LOG_FILE: log, QBR_PORT: '0' };
    const server = startQbr(['serve'], set);
    const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
    const url = /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
    const answers: unknown[] = [await askGraphql(url, 'mutation { collect(input: {}) { __typename } }')];
    await server.waitFor('Collection ended');
    const runs = 'collectionRuns { edges { node { entries { errorMessage } } } }';
    answers.push(await askGraphql(url, `{ organization { ${runs} attention { message action } } }`).catch(String));
    answers.push(await askGraphql(url, `{ organization { ${runs} } }`));
    // The database fails under the server.
    await query(serverUrl, 'ALTER TABLE qbr_finding RENAME TO hidden');
    answers.push(await askGraphql(url, '{ organization { findings { edges { cursor } } } }').catch(String));
    await query(serverUrl, 'ALTER TABLE hidden RENAME TO qbr_finding');
    server.process.kill('SIGTERM');
    const { stdout, stderr } = await server.ended;
    expect(JSON.stringify(answers)).toContain('Unexpected error');
    expect(JSON.stringify(answers)).toContain('***');
    expect(leaksIn(JSON.stringify(answers) + stdout + stderr + readFileSync(log, 'utf8'))).toEqual([]);
  });

  it('where the database refuses or does not answer', async () => {
    const [{ serverUrl }, vendor] = await Promise.all([canaryDatabase(), failingVendor(REFUSED)]);
    const { host, pathname } = new URL(serverUrl);
    for (const url of [
      `postgresql://nobody:${PASSWORD}@${host}${pathname}`,
      `postgresql://canary:${PASSWORD}@127.0.0.1:9/x`,
      `postgresql://canary:${PASSWORD}#rest@${host}/x`,
      `${PASSWORD}@host`,
    ]) {
      for (const command of ['status', 'doctor', 'serve']) {
        const { status, stdout, stderr } = await runQbr([command], environment('variable', vendor.url, url));
        expect([url, command, status]).not.toEqual([url, command, 0]);
        expect(leaksIn(stdout + stderr)).toEqual([]);
      }
    }
  });
});
