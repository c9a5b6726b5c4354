import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { freshPostgresql } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { environmentFor, runQbr, startQbr } from '../kit/program.ts';
import { startQuickBooksOnlineFake } from '../kit/quickbooks-online/fake.ts';
import { document } from './harness.ts';

/** The program in front of Intuit's stand-in; every command is a process of its own. */
async function installation() {
  const database = await freshPostgresql();
  onTestFinished(() => database.remove());
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const fake = await startQuickBooksOnlineFake({ redirectUris: [`${origin}/auth/quickbooks/callback`] });
  onTestFinished(() => fake.close());
  const environment = {
    ...environmentFor({ connection: database.connection }),
    QBR_PORT: String(port),
    QBR_MONTHS_TO_COLLECT: '3',
    QBO_CLIENT_ID: fake.clientId,
    QBO_CLIENT_SECRET: fake.clientSecret,
    QBO_ENVIRONMENT: fake.url,
    QBR_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  return { fake, origin, environment };
}

it('QuickBooks Online is connected in a browser, then collected by every process of the program', async () => {
  const { fake, origin, environment } = await installation();
  const ask = (url: string, cookie = '') =>
    fetch(url, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
  const server = startQbr(['serve'], environment);
  onTestFinished(async () => {
    server.process.kill('SIGTERM');
    await server.ended;
  });
  await server.waitFor('Listening on');
  const begun = await ask(`${origin}/auth/quickbooks`);
  const page = new URL(begun.headers.get('location') ?? '');
  const [cookie] = (begun.headers.get('set-cookie') ?? '').split(';');
  const back = await ask(fake.tokens.consent(page, fake.company.realmId).href, cookie);
  expect(await back.text()).toContain('The books of Example MSP, LLC are read from now on.');

  // While the server runs, and after it was killed.
  const collected = await Promise.all([runQbr(['collect', '--vendor', 'quickbooks', '--json'], environment)]);
  server.process.kill('SIGKILL');
  collected.push(await runQbr(['collect', '--json'], environment));
  for (const ended of collected) {
    expect(document(ended)).toMatchObject({
      status: 'success',
      vendors: [{ vendor: 'quickbooks', status: 'success' }],
    });
    expect(ended.status).toBe(0);
  }
  expect(fake.tokens.reused).toEqual([]);
  const status = document(await runQbr(['books', 'status', '--json'], environment));
  expect(status).toMatchObject({ connected: true, company: 'Example MSP, LLC' });

  const { stdout, stderr } = await server.ended;
  const shown = [stdout, stderr, ...collected.flatMap((ended) => [ended.stdout, ended.stderr])].join('\n');
  const secrets = [...fake.tokens.secrets, fake.clientSecret, environment.QBR_SECRET_KEY];
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

it('QuickBooks Online is off without a key for secrets, and qbr doctor says how to make one', async () => {
  const { environment } = await installation();
  const { stdout } = await runQbr(['doctor'], { ...environment, QBR_SECRET_KEY: '' });
  expect(stdout).toMatch(/warn {2}QuickBooks Online .*openssl rand -base64 32/);
});
