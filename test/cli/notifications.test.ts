import { expect, it, onTestFinished } from 'vitest';
import { endRun, insertRun } from '#src/store/collection-runs.ts';
import { freshPostgresql, openTestDatabase } from '../kit/databases.ts';
import { startHttpFake } from '../kit/http-faults.ts';
import { startMailServer } from '../kit/mail-server.ts';
import { environmentFor, startQbr } from '../kit/program.ts';
import { ORGANIZATION_ID } from '../kit/services.ts';

it('a server notifies by webhook and e-mail, once in all its lives', { timeout: 120_000 }, async () => {
  const fresh = await freshPostgresql();
  onTestFinished(() => fresh.remove());
  const { connection } = fresh;
  const database = await openTestDatabase(connection);
  onTestFinished(() => database.close());
  const about = { force: false, reason: null, requestedBy: 'tester', host: 'host', processId: 1, scheduledFor: null };
  const at = new Date();
  const end = async (status: 'failed' | 'success') => {
    const id = await insertRun(database.prisma, ORGANIZATION_ID, { trigger: 'cli', startedAt: at, ...about });
    await endRun(database.prisma, ORGANIZATION_ID, { id, status, endedAt: at });
  };
  const webhook = await startHttpFake({ answer: () => ({ status: 200, body: 'ok' }) });
  onTestFinished(() => webhook.close());
  const mail = await startMailServer();
  onTestFinished(() => mail.close());
  const environment = {
    ...environmentFor({ connection }),
    ...{ QBR_PORT: '0', QBR_PUBLIC_URL: 'https://qbr.example.com', QBR_NOTIFY_URL: `${webhook.url}/hook` },
    ...{ QBR_SMTP_URL: `smtp://${mail.host}`, QBR_NOTIFY_TO: 'ann@example.com' },
  };
  /** Serves until both channels have that many messages. */
  const serveUntil = async (count: number) => {
    const server = startQbr(['serve'], environment);
    onTestFinished(() => void server.process.kill('SIGKILL'));
    const sent = () => [webhook.requests.all.length, mail.received.length];
    await expect.poll(sent, { timeout: 60_000, interval: 20 }).toEqual([count, count]);
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
  };
  await end('failed');
  await serveUntil(1);
  await end('success');
  await serveUntil(2);
  const told = webhook.requests.all.map(({ body }) => JSON.parse(body));
  expect(told).toMatchObject([{ state: 'problem' }, { state: 'over', message: 'The last collection succeeded.' }]);
  expect(mail.received[0]).toMatchObject({ to: ['ann@example.com'], user: null });
  expect(mail.received[1]?.source).toContain('The last collection succeeded.');
});
