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

/** A vendor that fails in every way and repeats what it was sent, as a badly made server or proxy would. */
const FAILURES: readonly ((echo: string) => FakeReply)[] = [
  (echo) => ({ status: 401, body: JSON.stringify({ message: `You sent ${echo}`, error_description: echo }) }),
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

describe('no secret is told by the program', { timeout: 120_000 }, () => {
  const directory = emptyDirectory();
  let vendor: HttpFake;
  let databaseUrl: string;
  let removeDatabase: () => Promise<void>;
  let serverUrl: string;
  let failure = FAILURES[0];

  beforeAll(async () => {
    vendor = await startHttpFake({ answer: (request) => failure?.(echoOf(request)) ?? { status: 500, body: '' } });
    const fresh = await freshPostgresql();
    serverUrl = fresh.connection.url;
    await query(serverUrl, `CREATE ROLE canary SUPERUSER LOGIN PASSWORD '${decodeURIComponent(PASSWORD)}'`);
    const url = new URL(serverUrl);
    databaseUrl = `postgresql://canary:${PASSWORD.replace('/', '%2F')}@${url.host}${url.pathname}`;
    removeDatabase = async () => {
      await query(serverUrl, 'DROP ROLE canary');
      await fresh.remove();
    };
  });
  afterAll(async () => {
    await vendor.close();
    await removeDatabase();
  });

  /** Every secret as a variable, or every one in a file. */
  function environment(place: 'variable' | 'file', url = databaseUrl): Record<string, string> {
    const secrets = Object.entries({ ...CANARIES, DATABASE_URL: url }).map(([name, secret]) => {
      if (place === 'variable') return [name, secret];
      const path = join(directory, name);
      writeFileSync(path, `${secret}\n`, { mode: 0o600 });
      return [fileVariable(name as (typeof SECRET_VARIABLES)[number]), path];
    });
    return {
      CONNECTWISE_SERVER: vendor.url,
      CONNECTWISE_COMPANY_ID: 'msp',
      NINJA_BASE_URL: vendor.url,
      OIDC_ISSUER: vendor.url,
      OIDC_CLIENT_ID: 'qbr',
      QBO_CLIENT_ID: 'qbo',
      QBO_ENVIRONMENT: vendor.url,
      QBR_AUTH: 'local',
      QBR_NOTIFY_TO: 'ann@example.com',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      QBR_LOG_LEVEL: 'trace',
      QBR_MONTHS_TO_COLLECT: '2',
      ...Object.fromEntries(secrets),
    };
  }

  it.each(FAILURES.map((_, index) => index))('where a vendor fails and repeats it (%i)', async (index) => {
    failure = FAILURES[index];
    vendor.requests.clear();
    const log = join(directory, `log-${index}`);
    const set = { ...environment(index % 2 === 0 ? 'variable' : 'file'), QBR_LOG_FILE: log };
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
    failure = FAILURES[0];
    const log = join(directory, 'log-serve');
    const server = startQbr(['serve'], { ...environment('file'), QBR_LOG_FILE: log, QBR_PORT: '0' });
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
    const { host, pathname } = new URL(serverUrl);
    for (const url of [
      `postgresql://nobody:${PASSWORD}@${host}${pathname}`,
      `postgresql://canary:${PASSWORD}@127.0.0.1:9/x`,
      `postgresql://canary:${PASSWORD}#rest@${host}/x`,
      `${PASSWORD}@host`,
    ]) {
      for (const command of ['status', 'doctor', 'serve']) {
        const { status, stdout, stderr } = await runQbr([command], environment('variable', url));
        expect([url, command, status]).not.toEqual([url, command, 0]);
        expect(leaksIn(stdout + stderr)).toEqual([]);
      }
    }
  });
});
