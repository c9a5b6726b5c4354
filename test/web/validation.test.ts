import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { createReport } from '#src/service/report/report.ts';
import { validationPage } from '#src/service/validation/document.ts';
import { validate } from '#src/service/validation/validation.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { scopeOn } from '../kit/services.ts';
import { describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

describeInBrowser('validation', (use) => {
  it('shows nine nights, every month and what was tried, reached from Data quality', async () => {
    const page = await use().open('/quality');
    await page.getByRole('link', { name: 'Validation of months and nights' }).click();
    const nights = page.getByRole('region', { name: 'The last nine nights' });
    await nights.getByText('Not passed: 0 good nights in a row of 9.').waitFor();
    expect(await nights.getByText('Not good').count()).toBe(9);
    await nights.getByText('Not good').last().click();
    await nights
      .getByText(/^No collection started at its time/)
      .last()
      .waitFor();
    const months = page.getByRole('region', { name: 'Every month', exact: true });
    await months.getByRole('row', { name: /^October 2026 .*58 equal$/ }).waitFor();
    await page.getByRole('region', { name: 'Tried by hand' }).getByText('Manual entry').waitFor();
    await expectUsable(page, SIZES.desktop);
  });

  it.each(['tablet', 'phone'] as const)('is accessible and fits at the size of a %s', async (size) => {
    const page = await use().open('/quality/validation', { viewport: SIZES[size], colorScheme: 'dark' });
    await page.getByText('October 2026').waitFor();
    await expectUsable(page, SIZES[size]);
  });

  it('is asked about before the collection is enabled without it; cancelled, nothing is enabled', async () => {
    const page = await use().open('/quality');
    const enable = page.getByRole('button', { name: 'Enable the nightly collection' });
    await enable.click();
    const dialog = page.getByRole('dialog', { name: 'Enable the nightly collection without a passed validation?' });
    await dialog.getByText(/0 good nights in a row of 9/).waitFor();
    await expectUsable(page, SIZES.desktop);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await use().app.database.prisma.setting.count()).toBe(0);
    await enable.click();
    await dialog.getByRole('button', { name: 'Enable anyway' }).click();
    await page.getByRole('button', { name: 'Disable the nightly collection' }).waitFor();
    const entry = await use().app.database.prisma.auditEntry.findFirst({ where: { action: 'collection.enabled' } });
    expect(entry?.detail).toMatchObject({ validationPassed: false });
  });

  it('is a page of its own, as is the calculation reference: no error on the console, accessible, on a phone too', async () => {
    const { app } = use();
    const report = createReport(scopeOn(app.database, COMPANY_NOW), app.snapshots);
    const validation = await validate(report, { from: null, to: null, cron: await app.schedule.cron(report.scope) });
    const file = join(emptyDirectory(), 'validation.html');
    await writeFile(file, validationPage(validation));
    const page = await use().open('/reference', { viewport: SIZES.phone });
    await page.getByRole('heading', { name: '12. Average AISP' }).waitFor();
    await page.getByText('with the stored numbers of Q3 2026').first().waitFor();
    await expectUsable(page, SIZES.phone);
    await page.goto(pathToFileURL(file).href);
    await page.getByRole('heading', { name: 'Signature' }).waitFor();
    await expectUsable(page, SIZES.phone);
  });
});
