import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readCauseStates } from '#src/store/notifications.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { type HttpFake, startHttpFake } from '../../kit/http-faults.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../kit/mail-server.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { NOW } from '../../kit/services.ts';
import { configWith } from '../settings/harness.ts';
import { notificationsOn, ranAs, setRecipients } from './harness.ts';

const MINUTE = 60_000;
const NEVER = new AbortController().signal;
/** The second one's, which nobody else may ever read. */
const MARKED = 'Marked MSP';

describeOnBothDatabases('the notifications of several organizations', (use) => {
  let webhook: HttpFake;
  let mail: MailServer;
  let received: () => ReceivedMail[];
  let now = NOW.getTime();
  const clock = () => new Date(now);

  beforeAll(async () => {
    webhook = await startHttpFake({ answer: async () => ({ status: 204, body: '' }) });
    mail = await startMailServer();
  });
  afterAll(async () => {
    await webhook.close();
    await mail.close();
  });
  beforeEach(async () => {
    await emptyDatabase(use());
    now = NOW.getTime();
    webhook.requests.clear();
    const before = mail.received.length;
    received = () => mail.received.slice(before);
    const { prisma } = use().database;
    await prisma.organization.createMany({
      data: [
        { id: 2, name: MARKED },
        { id: 3, name: 'Third MSP' },
      ],
    });
  });

  const config = () =>
    configWith([], {
      ...{ QBR_NOTIFY_URL: `${webhook.url}/hook`, QBR_SMTP_URL: `smtp://${mail.host}` },
      QBR_NOTIFY_TO: 'ann@example.com',
    });
  const started = () => notificationsOn(asProgram(use().database), { config: config(), clock });
  const runAll = async () => {
    const notifications = started();
    const counts: number[] = [];
    for (const id of [1, 2, 3]) counts.push(await notifications.run(id, NEVER));
    return counts;
  };
  const failed = (id: number) => ranAs(use().database, id, { status: 'failed', at: clock() });
  const recipients = (id: number, to: readonly string[] | null) =>
    setRecipients(use().database, id, { config: config(), to });

  it('go to their own recipients, from whom and with links that are their own, and never to the environment’s', async () => {
    for (const id of [1, 2, 3]) await failed(id);
    // Nobody is notified of the others yet, and nothing waits for who comes later.
    expect(await runAll()).toEqual([2, 0, 0]);
    expect(received().map(({ to }) => to)).toEqual([['ann@example.com']]);
    expect(webhook.requests.all).toHaveLength(1);
    expect(await use().database.prisma.notification.count({ where: { organizationId: { not: 1 } } })).toBe(0);

    await recipients(2, ['bob@example.com', 'cat@example.com']);
    expect(await runAll()).toEqual([0, 1, 0]);
    const [first, second] = received();
    expect(second).toMatchObject({ from: 'bob@example.com', to: ['bob@example.com', 'cat@example.com'] });
    expect(second?.source).toContain(`Subject: [${MARKED}] Critical: The last collection failed`);
    expect(second?.source).toContain('https://qbr.example.com/qbr/o/2/quality');
    expect(second?.source).not.toMatch(/ann@example\.com|Example MSP|Third/);
    expect(first?.source).toContain('https://qbr.example.com/qbr/quality');
    expect(first?.source).not.toMatch(/bob@example\.com|Marked|Third/);
    // The webhook is organization 1's.
    expect(webhook.requests.all).toHaveLength(1);
    expect(JSON.stringify(webhook.requests.all)).not.toContain(MARKED);
  });

  it('say what is over to those alone to whom it was said', async () => {
    await recipients(2, ['bob@example.com']);
    await recipients(3, ['dan@example.com']);
    await failed(2);
    expect(await runAll()).toEqual([0, 1, 0]);
    await failed(1);
    await ranAs(use().database, 2, { status: 'success', at: clock() });
    expect(await runAll()).toEqual([2, 1, 0]);
    expect(received().map(({ to, source }) => [to[0], /Subject: \[.*?\] (\w+):/.exec(source)?.[1]])).toEqual([
      ['bob@example.com', 'Critical'],
      ['ann@example.com', 'Critical'],
      ['bob@example.com', 'Over'],
    ]);
    const { prisma } = use().database;
    expect(await readCauseStates(prisma, 3)).toEqual([]);
    expect(await readCauseStates(prisma, 2)).toMatchObject([{ key: 'collection.failed', isOpen: false }]);
  });

  it('are those of the stored recipients of organization 1 in the place of the environment’s, also where these are none', async () => {
    await recipients(1, []);
    await failed(1);
    expect(await runAll()).toEqual([1, 0, 0]);
    expect(webhook.requests.all).toHaveLength(1);
    expect(received()).toEqual([]);
  });

  it('are looked for soon after a change, when a message is to be sent again, and every ten minutes', async () => {
    const notifications = started();
    const next = async (id: number, isChanged: boolean) => {
      const found = await notifications.next(id, isChanged);
      return found && { minutes: (found.at.getTime() - now) / MINUTE, hosts: found.hosts };
    };
    expect(await next(2, true)).toBeNull();
    await recipients(2, ['bob@example.com']);
    expect(await next(2, true)).toEqual({ minutes: 0.5, hosts: [mail.host] });
    expect(await next(2, false)).toEqual({ minutes: 10, hosts: [mail.host] });
    expect((await next(1, false))?.hosts).toEqual([new URL(webhook.url).host, mail.host]);
    await failed(2);
    mail.refuseNext(1);
    expect(await runAll()).toEqual([0, 0, 0]);
    expect((await next(2, false))?.minutes).toBe(1);
    // What comes after it waits for it.
    await ranAs(use().database, 2, { status: 'success', at: clock() });
    await runAll();
    expect((await next(2, false))?.minutes).toBe(1);
    expect((await next(1, false))?.minutes).toBe(10);
    now += MINUTE;
    expect((await next(2, false))?.minutes).toBe(0);
    expect(await runAll()).toEqual([0, 2, 0]);
    expect((await next(2, false))?.minutes).toBe(10);
  });
});
