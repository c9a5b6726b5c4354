import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createSecretSealer } from '#src/auth/sealed-secret.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { REFRESH_TOKEN_COLUMN, saveConsent } from '#src/store/books-online.ts';
import type { Database } from '#src/store/engine/database.ts';
import { FEBRUARY, MARCH, smallExport } from '../kit/books/small-export.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { freePort } from '../kit/free-port.ts';
import { startQuickBooksOnlineFake } from '../kit/quickbooks-online/fake.ts';
import { ORGANIZATION_ID, scopeOn } from '../kit/services.ts';
import { connectCompany } from './books-company.ts';
import { describeInBrowser, SIZES, seriousFindings, viewAs } from './dashboard.ts';
import { dropFile } from './dropped-file.ts';
import { layoutShift } from './page-measures.ts';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');

const metricOf = (page: Page, account: string) =>
  page.getByRole('combobox', { name: `Metric of ${account}`, exact: true });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);

describeInBrowser(
  'the books before the first statement',
  (use) => {
    it('connect a Web Connector: the password is shown once, and the .qwc file is saved', async () => {
      const page = await use().open('/books');
      await page.getByText('No statement has been read yet.').waitFor();
      await page.getByRole('button', { name: 'Connect' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Connect QuickBooks Desktop' });
      await dialog.getByLabel('User name').fill('no spaces allowed');
      await dialog.getByRole('button', { name: 'Create password and file' }).press('Enter');
      await dialog.getByText('A user name must have 1 to 80 letters').waitFor();
      await dialog.getByLabel('User name').fill('books');
      await dialog.getByLabel('User name').press('Enter');
      const password = await dialog.getByLabel('Password').inputValue();
      expect(password.length).toBeGreaterThan(12);
      expect(await seriousFindings(page)).toEqual([]);
      const downloaded = page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'Save the .qwc file' }).press('Enter');
      expect((await downloaded).suggestedFilename()).toBe('qbr-server.qwc');
      await dialog.getByRole('button', { name: 'I have saved it' }).press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Known after the first session').waitFor();
      expect(await page.content()).not.toContain(password);
      await page.getByRole('button', { name: 'Pause' }).press('Enter');
      await page.getByText('Paused: the books are not read.').waitFor();
      await page.getByRole('button', { name: 'Resume' }).waitFor();
    });
  },
  { isEmpty: true, configure: async () => ({ QBR_PORT: String(await freePort()) }) },
);

describeInBrowser(
  'a QuickBooks Online company',
  (use) => {
    it('is offered to a collection, and disconnected after a confirmation only', async () => {
      const { database } = use().app;
      await connectOnline(database);
      const page = await use().open('/quality');
      await page.getByRole('button', { name: 'Run now' }).click();
      const run = page.getByRole('dialog', { name: 'Run a collection now' });
      expect(await run.getByLabel('QuickBooks Online').isChecked()).toBe(true);
      await page.goto(`${use().url}/books`);
      await page.getByRole('button', { name: 'Disconnect' }).click();
      const dialog = page.getByRole('dialog', { name: 'Disconnect Example MSP, LLC?' });
      await dialog.getByText('What was read stays.').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await database.prisma.booksOnline.count()).toBe(1);
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await dialog.getByRole('button', { name: 'Disconnect' }).click();
      await page.getByRole('heading', { name: 'QuickBooks Online is disconnected' }).waitFor();
      expect(await database.prisma.booksOnline.count()).toBe(0);
    });
  },
  {
    isEmpty: true,
    configure: async (ends) => {
      const fake = await startQuickBooksOnlineFake();
      ends.push(() => fake.close());
      return {
        QBO_CLIENT_ID: fake.clientId,
        QBO_CLIENT_SECRET: fake.clientSecret,
        QBO_ENVIRONMENT: fake.url,
        QBR_SECRET_KEY: SECRET_KEY,
      };
    },
  },
);

describeInBrowser(
  'a file of the books',
  (use) => {
    it('is dropped, shown with what was refused by line, and stored once it is corrected', async () => {
      const page = await use().open('/books');
      await page.getByText('No statement has been read yet.').waitFor();
      const card = page.getByRole('article', { name: 'A file' });
      await dropFile(
        card,
        'export.csv',
        smallExport([FEBRUARY, MARCH], { falsify: (text) => text.replace('660.50', '660.51') }),
      );
      const dialog = page.getByRole('dialog', { name: 'export.csv' });
      const refused = dialog.getByRole('alert').filter({ hasText: 'Nothing of this file can be stored' });
      await refused.getByText('line 16 Total Payroll Expenses is 660.50, but its rows add up to 660.51').waitFor();
      await dialog.getByRole('row', { name: /^February 2025 2,056.05/ }).waitFor();
      expect(await dialog.getByRole('button', { name: 'Store' }).count()).toBe(0);
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');
      expect(await use().app.database.prisma.statement.count()).toBe(0);

      await page.getByLabel('Choose a file').setInputFiles({
        ...{ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(smallExport([FEBRUARY, MARCH])) },
      });
      await dialog.getByText('They have no values before a mapping is confirmed.').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Store' }).press('Enter');
      await page
        .getByRole('status')
        .getByText('export.csv is stored: 2 statements, 2 months, February 2025 to March 2025.')
        .waitFor();
      await page.getByText('No value is stored before an admin has confirmed it.').waitFor();
      expect(await use().app.database.prisma.statement.count()).toBe(2);
    });
  },
  { isEmpty: true },
);

describeInBrowser(
  'the books of a company',
  (use) => {
    let company: Awaited<ReturnType<typeof connectCompany>>;

    it('show a proposal, which is changed and confirmed by the keyboard alone', async () => {
      company = await connectCompany(use());
      const page = await use().open('/books');
      await page.getByText('No value is stored before an admin has confirmed it.').waitFor();
      expect(await layoutShift(page)).toBeLessThan(0.05);
      expect(await metricOf(page, '4020 Backup').inputValue()).toBe('ORR');
      await metricOf(page, '4010 Managed Services').focus();
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Metric of 4020 Backup');
      expect(await metricOf(page, '4020 Backup').inputValue()).toBe('ORR');
      // A letter chooses, as in any select.
      await page.keyboard.type('M');
      await row(page, 'MRR').getByText('4,102.05').waitFor();
      await page.getByText('Not stored yet: 1 account changed.').waitFor();
      // From COGS, where wages are kept, to the payroll: that reclassifies them.
      await metricOf(page, '5100 Job Materials').focus();
      // One letter at a time: a browser takes letters within a second as one word, and others as the next word.
      await page.keyboard.type('P');
      expect(await metricOf(page, '5100 Job Materials').inputValue()).toBe('PAYROLL_TOTAL');
      await row(page, 'Total expenses').getByText('228.75').waitFor();
      await page.keyboard.type('P');
      expect(await metricOf(page, '5100 Job Materials').inputValue()).toBe('');
      await page.getByRole('checkbox', { name: 'We have none: ORR' }).press('Space');
      await page.getByRole('button', { name: 'Preview' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Confirm the mapping' });
      await dialog.getByRole('row', { name: 'Monthly Recurring Revenue (MRR) — $4,102.05' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Confirm' }).press('Enter');
      await dialog.getByText('A mapping needs a reason').waitFor();
      await dialog.getByLabel('Reason').focus();
      await page.keyboard.type('First look at the chart');
      await dialog.getByRole('button', { name: 'Confirm' }).press('Enter');
      await page
        .getByRole('status')
        .getByText(/^Mapping version 1 is confirmed, from /)
        .waitFor();
      await page.getByText('✓ ties to the cent').waitFor();
      expect(await row(page, 'Net income of the statement').textContent()).toContain('1,628.80');
      expect(await page.getByRole('row').filter({ hasText: 'First look at the chart' }).textContent()).toContain(
        'by local',
      );
      const stored = await use().app.database.prisma.monthlyMetric.findFirstOrThrow({
        where: { metricName: 'mrr', period: '2026-10' },
      });
      expect(stored.metricValue.toString()).toBe('4102.05');
    });

    it('explain a SmartNumber down to the accounts', async () => {
      const page = await use().open('/?period=2026-10');
      await page.getByRole('article').filter({ hasText: 'Revenue' }).first().waitFor();
    });

    it('keep the draft when somebody else has changed the mapping', async () => {
      const [page, other] = [await use().open('/books'), await use().open('/books')];
      await metricOf(page, '6400 Insurance').selectOption('PAYROLL_TOTAL');
      await metricOf(other, '4200 Job Materials').selectOption('NRR');
      await confirm(other, 'Materials are sold with projects');
      await page.getByRole('button', { name: 'Preview' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change the mapping' });
      await dialog.getByText('The mapping was changed meanwhile: version 2 is the newest, not 1').first().waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('your changes are to version 1').waitFor();
      expect(await metricOf(page, '6410 Property').inputValue()).toBe('PAYROLL_TOTAL');
      await page.reload();
      await page.getByRole('button', { name: 'Keep my changes' }).click();
      expect(await metricOf(page, '6410 Property').inputValue()).toBe('PAYROLL_TOTAL');
      await page.getByRole('button', { name: 'Discard' }).click();
      expect(await metricOf(page, '6410 Property').inputValue()).toBe('');
      expect(await metricOf(page, '4200 Job Materials').inputValue()).toBe('NRR');
    });

    it('show a new account on top, and what its metric changes in open months only', async () => {
      const id = '80000011-1';
      const cloud = { id, fullName: 'Managed Services:Cloud', type: 'Income', number: '4030' } as const;
      const postings = ['2026-09', '2026-10'].map((month) => ({
        account: cloud.fullName,
        date: `${month}-10`,
        amount: '50.00',
      }));
      await company.update({
        accounts: [...company.file.accounts, cloud],
        postings: [...company.file.postings, ...postings],
      });
      await closePeriod(scopeOn(use().app.database, COMPANY_NOW), { period: '2026-09' });
      const page = await use().open('/books');
      await page.getByText('New, in no metric').waitFor();
      const added = page.getByRole('rowgroup').filter({ hasText: 'New, in no metric' });
      expect(await added.getByRole('rowheader').allTextContents()).toEqual([
        'New, in no metric',
        '4030 Managed Services:Cloud Income',
      ]);
      await metricOf(page, '4030 Cloud').selectOption('ORR');
      await page.getByRole('button', { name: 'Preview' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Closed, so that they keep their version: September 2026.').waitFor();
      await dialog.getByRole('row', { name: 'Other Recurring Revenue (ORR) $0.00 $50.00' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Discard' }).click();
    });

    it('can be read, and not changed, by a viewer', async () => {
      const page = await use().open('/books');
      await viewAs(page, 'VIEWER');
      await page.reload();
      await page.getByText('✓ ties to the cent').waitFor();
      expect(await page.getByRole('combobox').count()).toBe(1);
      expect(await page.getByRole('button', { name: /Preview|Connect|Pause|New password/ }).count()).toBe(0);
      expect(
        await page
          .getByRole('checkbox', { name: /counts/ })
          .first()
          .isDisabled(),
      ).toBe(true);
      expect(await row(page, '4010 Managed Services').textContent()).toContain('MRR');
      expect(await seriousFindings(page)).toEqual([]);
    });

    it.each(Object.entries(SIZES))('are accessible and fit at the size of a %s', async (_name, viewport) => {
      const page = await use().open('/books', { viewport, colorScheme: 'dark' });
      await page.getByText('✓ ties to the cent').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    });
  },
  { isEmpty: true },
);

/** Connects a company whose consent Intuit does not know. */
async function connectOnline(database: Database): Promise<void> {
  const place = { organizationId: ORGANIZATION_ID, column: REFRESH_TOKEN_COLUMN };
  const refreshToken = createSecretSealer([SECRET_KEY]).seal('unknown', place);
  const refreshTokenExpiresAt = new Date(COMPANY_NOW.getTime() + 50 * 24 * 3_600_000);
  const by = { consentedAt: COMPANY_NOW, connectedBy: 'Ann' };
  const company = { realmId: '4620816365000000000', companyName: 'Example MSP, LLC' };
  await database.transaction((tx) =>
    saveConsent(tx, ORGANIZATION_ID, { ...company, ...by, refreshToken, refreshTokenExpiresAt }),
  );
}

async function confirm(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  await page
    .getByRole('status')
    .getByText(/^Mapping version \d+ is confirmed/)
    .waitFor();
}
