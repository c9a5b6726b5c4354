import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { installationKey } from '../service/settings/harness.ts';
import { describeInBrowser, expectUsable, holdAnswers, SIZES, viewAs } from './dashboard.ts';

/** Where to keep pictures of the pages, for people to look at; nowhere if it is not set. */
const PICTURES = process.env['TEST_PICTURES'];

const SECTIONS = [
  ['general', 'Name'],
  ['vendors', 'Public key'],
  ['schedule', 'Months'],
  ['counting', 'Reactive boards'],
  ['notifications', 'Recipients'],
] as const;

let server = '';

/** With a key that seals secrets, and a ConnectWise that answers. */
async function configure(ends: (() => Promise<unknown>)[]): Promise<Readonly<Record<string, string>>> {
  const fake = await startConnectWiseFake({ rows: { boards: [], tickets: [], timeEntries: [] } as never });
  ends.push(() => fake.close());
  server = fake.url;
  return { QBR_SECRET_KEY: installationKey(), CONNECTWISE_BOARDS: '["Service Desk"]' };
}

async function fillAccess(page: Page, privateKey: string): Promise<void> {
  const form = page.getByRole('form', { name: 'ConnectWise PSA' });
  await form.getByLabel('Server').fill(server);
  await form.getByLabel('Company id').fill(FAKE_CREDENTIALS.companyId);
  await form.getByLabel('Public key').fill(FAKE_CREDENTIALS.publicKey);
  await form.getByLabel('Private key').fill(privateKey);
  await form.getByLabel('Client id').fill(FAKE_CREDENTIALS.clientId);
}

describeInBrowser(
  'the settings of the company',
  (use) => {
    const storedNames = async () => {
      const { prisma } = use().app.database;
      const [open, secrets] = await Promise.all([prisma.setting.findMany(), prisma.secret.findMany()]);
      return [...open.map(({ key }) => key), ...secrets.map(({ name }) => name)].filter((name) => name.includes('.'));
    };

    it('try a vendor with what is typed, store it, and never show its secrets', async () => {
      const page = await use().open('/settings/vendors');
      const form = page.getByRole('form', { name: 'ConnectWise PSA' });
      await form.getByRole('button', { name: 'Try it' }).click();
      await form.getByText('Server, Company id, Public key, Private key and Client id is not set.').waitFor();
      await fillAccess(page, 'wrong');
      const release = await holdAnswers(page, 'Settings');
      await form.getByRole('button', { name: 'Try it' }).click();
      await form.getByText(/Asking ConnectWise PSA/).waitFor();
      release();
      await form.getByText(/refuses the credentials.*\(HTTP 40[14]\)/).waitFor();
      await form.getByLabel('Private key').fill(FAKE_CREDENTIALS.privateKey);
      await form.getByRole('button', { name: 'Try it' }).click();
      await form.getByText(/^The vendor accepts the credentials/).waitFor();
      await form.getByText('What is typed is not stored yet: save it.').waitFor();
      expect(await storedNames()).toEqual([]);

      await form.getByRole('button', { name: 'Save' }).click();
      await form.getByText('Saved. It is used from the next collection on.').waitFor();
      expect(await form.getByLabel('Private key').inputValue()).toBe('');
      expect(await storedNames()).toHaveLength(5);
      await page.reload();
      await form.getByText('It is set and not shown; leave this empty to keep it.').first().waitFor();
      expect(await form.getByLabel('Company id').inputValue()).toBe(FAKE_CREDENTIALS.companyId);
      expect(await page.content()).not.toContain(FAKE_CREDENTIALS.privateKey);
      await form.getByRole('button', { name: 'Try it' }).click();
      await form.getByText(/^The vendor accepts the credentials/).waitFor();
      expect(await form.getByText('What is typed is not stored yet').count()).toBe(0);
    });

    it('ask for the secrets again for another server, beside it, and forget an access', async () => {
      const page = await use().open('/settings/vendors');
      const form = page.getByRole('form', { name: 'ConnectWise PSA' });
      await form.getByText('It is set and not shown; leave this empty to keep it.').first().waitFor();
      await form.getByLabel('Server').fill('elsewhere.example.com');
      await form.getByRole('button', { name: 'Save' }).click();
      await form
        .getByText(
          'Server is another server: give Public key, Private key and Client id with it, which would be sent there',
        )
        .waitFor();
      expect(await form.getByLabel('Server').getAttribute('aria-invalid')).toBe('true');
      expect(await form.getByLabel('Company id').getAttribute('aria-invalid')).toBe('false');
      await form.getByRole('button', { name: 'Remove the access to ConnectWise PSA' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await form.getByText('Not set').nth(4).waitFor();
      expect(await storedNames()).toEqual([]);
    });

    it('show where each value is from, take lists line by line, and go back to the default', async () => {
      const page = await use().open('/settings/counting');
      const boards = page.getByRole('textbox', { name: 'Reactive boards' });
      await page.getByText('From the server’s environment (CONNECTWISE_BOARDS)').waitFor();
      expect(await boards.inputValue()).toBe('Service Desk');
      await boards.fill('Help Desk\n\n  Triage ');
      await page.getByText('Not saved yet').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. It applies from the next collection on.').waitFor();
      await page.getByText(/^Set by local, /).waitFor();
      expect(await boards.inputValue()).toBe('Help Desk\nTriage');
      await boards.fill('Help Desk\nHelp Desk');
      await page.getByLabel('Classes that are no seats').fill('x'.repeat(300));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^Reactive boards must be a JSON array of 1 to 100 names/).waitFor();
      await page.getByText(/^Classes that are no seats must be/).waitFor();
      await page.getByRole('button', { name: 'Use the default for Reactive boards' }).click();
      await page.getByText('From the server’s environment (CONNECTWISE_BOARDS)').waitFor();
      expect(await boards.inputValue()).toBe('Service Desk');
      expect(await storedNames()).toEqual([]);
    });

    it('take the recipients of notifications line by line, and say that they need a mail server', async () => {
      const page = await use().open('/settings/notifications');
      const recipients = page.getByRole('textbox', { name: 'Recipients' });
      await page.getByText('Not set').waitFor();
      await recipients.fill('ann@example.com\nbob');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^Recipients must be a JSON array of at most 20 e-mail addresses/).waitFor();
      await recipients.fill('ann@example.com\nbob@example.com');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. It applies from now on.').waitFor();
      await page.getByText('Not used: The server has no mail server (QBR_SMTP_URL).').waitFor();
      expect(await storedNames()).toEqual(['notifications.mail_to']);
      await page.getByRole('button', { name: 'Use the default for Recipients' }).click();
      await page.getByText('Not set').waitFor();
      expect(await storedNames()).toEqual([]);
    });

    it('show the next times of a schedule while it is typed, in its own time zone', async () => {
      const page = await use().open('/settings/schedule');
      await page.getByLabel('Enabled from the start').waitFor();
      const cron = page.getByLabel('Time', { exact: true });
      await cron.fill('15 3 * * *');
      await page.getByLabel('Time zone', { exact: true }).fill('Asia/Tokyo');
      await page
        .getByRole('listitem')
        .filter({ hasText: /3:15\sAM GMT\+9$/ })
        .nth(2)
        .waitFor();
      await cron.fill('nightly');
      await page.getByText('This pattern and time zone have no next time.').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Time must be a five-field cron pattern with a next run').waitFor();
      await cron.fill('15 3 * * *');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. It applies from now on.').waitFor();
      expect(await storedNames()).toEqual(['collection.cron', 'collection.time_zone']);

      await page.getByText('The nightly collection is disabled.').waitFor();
      await page.getByRole('button', { name: 'Enable the nightly collection' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Enable anyway' }).click();
      await page.getByText('The nightly collection is enabled.').waitFor();
      await page.getByRole('heading', { name: 'Next times', exact: true }).waitFor();
    });

    it('name the company, show problems beside their fields, and put a time zone back', async () => {
      const page = await use().open('/settings/general');
      // Neither the currency nor the language has a value, not even a default one.
      await page.getByText('Not set').nth(1).waitFor();
      await page.getByLabel('Name').fill('Marlin IT');
      await page.getByLabel('Time zone', { exact: true }).fill('Mars');
      await page.getByLabel('Currency', { exact: true }).fill('dollars');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('A time zone is an IANA name such as America/Chicago').waitFor();
      await page.getByText('A currency is a code of ISO 4217 such as USD').waitFor();
      expect(await page.getByLabel('Name').getAttribute('aria-invalid')).toBe('false');
      await page.getByLabel('Time zone', { exact: true }).fill('America/Denver');
      await page.getByLabel('Currency', { exact: true }).fill('cad');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Marlin IT' }).waitFor();
      expect(await page.getByLabel('Currency', { exact: true }).inputValue()).toBe('CAD');
      await page.getByRole('button', { name: 'Use the default for Time zone' }).click();
      await page.getByText('From the server’s environment (QBR_TIMEZONE)').waitFor();
      expect(await page.getByLabel('Time zone', { exact: true }).inputValue()).toBe('America/Chicago');
      expect(await page.getByText(/organization/i).count()).toBe(0);
    });

    it('are for admins', async () => {
      const page = await use().open('/settings');
      await viewAs(page, 'VIEWER');
      for (const [section] of SECTIONS) {
        await page.goto(`${use().url}/settings/${section}`);
        await page.getByText('Only admins can see this section.').waitFor();
        expect(await page.getByRole('link', { name: 'Vendors' }).count()).toBe(0);
      }
    });

    it.each(
      Object.entries(SIZES).flatMap(([name, viewport]) =>
        SECTIONS.map(([section, label]) => [name, section, label, viewport] as const),
      ),
    )('are accessible and fit a %s: %s, in dark and light', async (name, section, label, viewport) => {
      const page = await use().open(`/settings/${section}`, { viewport, colorScheme: 'dark' });
      await page.getByLabel(label, { exact: true }).first().waitFor();
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectUsable(page, viewport);
        if (PICTURES === undefined) continue;
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: `${PICTURES}/settings-${section}-${name}-${colorScheme}.png`, fullPage: true });
      }
    });
  },
  { configure },
);

describeInBrowser('the settings without a key that seals secrets', (use) => {
  it('say why secrets are read-only, and can try what is set', async () => {
    const page = await use().open('/settings/vendors');
    const form = page.getByRole('form', { name: 'NinjaOne' });
    await form.getByText('set QBR_SECRET_KEY or QBR_SECRET_KEY_FILE', { exact: false }).waitFor();
    expect(await form.getByLabel('Client secret').getAttribute('readonly')).not.toBeNull();
    await form.getByRole('button', { name: 'Try it' }).click();
    await form.getByText('Server, Client id and Client secret is not set.').waitFor();
  });
});
