import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('API keys', (use) => {
  it('are created and shown once, by the keyboard alone', async () => {
    const page = await use().open('/settings/keys', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByText('There are no valid keys.').waitFor();
    await page.getByLabel('Purpose').focus();
    await page.keyboard.type('Board portal');
    await page.getByLabel('Last day').fill('2027-06-30');
    await page.getByLabel('Purpose').press('Enter');
    const dialog = page.getByRole('dialog', { name: 'The key Board portal' });
    await dialog.getByText('it cannot be shown again').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const secret = await dialog.getByLabel('Key').inputValue();
    await dialog.getByRole('button', { name: 'Copy' }).press('Enter');
    await dialog.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await dialog.getByRole('button', { name: 'I have saved it' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });

    const stored = await use().app.database.prisma.apiKey.findFirstOrThrow();
    // The end of that day in the browser's time zone, which is Chicago.
    expect(stored).toMatchObject({ role: 'viewer', createdBy: 'local', expiresAt: new Date('2027-07-01T05:00:00Z') });
    const row = page.getByRole('row', { name: /Board portal/ });
    expect(await row.textContent()).toContain(`${stored.prefix}…viewer`);
    expect(await row.textContent()).toContain('neverend of Jun 30, 2027');

    const shown = async () => (await page.content()).includes(secret);
    expect(await shown()).toBe(false);
    await page.reload();
    await row.waitFor();
    expect(await shown()).toBe(false);
  });

  it('are revoked after a confirmation, and then listed separately', async () => {
    const page = await use().open('/settings/keys');
    await page.getByLabel('Purpose').fill('Payroll');
    await page.getByLabel('Role').selectOption('EDITOR');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('dialog', { name: 'The key Payroll' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const prisma = use().app.database.prisma;
    expect(await prisma.apiKey.findFirst({ where: { name: 'Payroll' } })).toMatchObject({
      role: 'editor',
      expiresAt: null,
      revokedAt: null,
    });
    await page.getByRole('button', { name: 'Revoke Payroll' }).press('Enter');
    await page.getByRole('dialog', { name: 'Revoke the key Payroll?' }).getByText('It was never used.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Revoke', exact: true }).press('Enter');
    await page.getByText('The key Payroll is revoked.').waitFor();
    await page.getByText('Expired or revoked (1)').click();
    await page.getByRole('row', { name: /Payroll.*revoked Nov 12, 2026\s*by local/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Revoke Payroll' }).count()).toBe(0);
    expect((await prisma.apiKey.findFirst({ where: { name: 'Payroll' } }))?.revokedBy).toBe('local');
  });

  it('show the problem of each field', async () => {
    const page = await use().open('/settings/keys');
    await page.getByLabel('Last day').fill('2020-01-01');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('An API key needs a name that describes its use').waitFor();
    await page.getByText('The expiry of an API key must be in the future').waitFor();
    await page.getByLabel('Purpose').fill('Report');
    await page.getByLabel('Last day').fill('');
    await page.getByLabel('Last day').focus();
    await page.keyboard.type('12');
    await page.getByLabel('Purpose').press('Enter');
    await page.getByText('The date is incomplete').waitFor();
    expect(await use().app.database.prisma.apiKey.count({ where: { name: 'Report' } })).toBe(0);
  });

  it.each(Object.entries(SIZES))('are accessible and fit at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/settings/keys', { viewport, colorScheme: 'dark' });
    await page.getByText('Expired or revoked (1)').click();
    await page.getByRole('row', { name: /Board portal/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
