import { expect, it } from 'vitest';
import { describeInBrowser, holdAnswers, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('people', (use) => {
  const person = (email: string) =>
    use().app.database.prisma.person.findFirst({ where: { email }, include: { memberships: true } });

  it('are invited, given another role, and removed by the keyboard alone', async () => {
    const page = await use().open('/settings/people');
    await page.getByText('Nobody has been invited or has signed in yet.').waitFor();
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type('Ann@Example.com');
    await page.getByLabel('Role', { exact: true }).selectOption('EDITOR');
    await page.getByLabel('E-mail address').press('Enter');
    await page.getByText('ann@example.com can sign in now.').waitFor();
    const row = page.getByRole('row', { name: /ann@example\.com/ });
    expect(await row.textContent()).toMatch(/Invited by localNov 12, 2026never/);
    expect(await person('ann@example.com')).toMatchObject({ memberships: [{ role: 'editor' }], createdBy: 'local' });

    await row.getByLabel('Role of ann@example.com').selectOption('ADMIN');
    expect(await person('ann@example.com')).toMatchObject({ memberships: [{ role: 'editor' }] });
    await row.getByRole('button', { name: 'Save' }).press('Enter');
    await row.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    expect(await person('ann@example.com')).toMatchObject({ memberships: [{ role: 'admin' }] });

    await row.getByRole('button', { name: 'Remove ann@example.com' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Remove ann@example.com?' });
    await dialog.waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Remove ann@example.com');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
    await page.getByText('ann@example.com is removed.').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'ann@example.com is removed.');
    await page.getByText('Nobody has been invited or has signed in yet.').waitFor();
    expect(await person('ann@example.com')).toBeNull();
  });

  it('show next to the input why it was rejected', async () => {
    const page = await use().open('/settings/people');
    const address = page.getByLabel('E-mail address');
    await address.fill('nobody');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('The e-mail address must be one such as ann@example.com').waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.fill('bob@example.com');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('bob@example.com can sign in now.').waitFor();
    // The next address is typed when the table has the first person, and another answer is still on its way.
    const release = await holdAnswers(page, 'Shell');
    await address.fill('cho@example.com');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('row', { name: /cho@example\.com/ }).waitFor();
    await address.fill('bob@example.com');
    release();
    await page.getByText('cho@example.com can sign in now.').waitFor();
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('bob@example.com has already been invited; change their role instead').waitFor();
    expect(await address.inputValue()).toBe('bob@example.com');
  });

  it('cannot lose the last admin', async () => {
    const identity = { issuer: 'https://login.example.com', subject: 'cleo' };
    const made = { createdAt: new Date(), createdBy: 'ann' };
    const memberships = { create: { ...made, organizationId: 1, role: 'admin' } };
    const data = { email: 'cleo@example.com', name: 'Cleo', ...made, ...identity, memberships };
    await use().app.database.prisma.person.create({ data });
    const page = await use().open('/settings/people');
    const row = page.getByRole('row', { name: /Cleo/ });
    await row.getByLabel('Role of Cleo').selectOption('VIEWER');
    await row.getByRole('button', { name: 'Save' }).click();
    await row.getByText('This is the last admin who has signed in.').waitFor();
    await row.getByRole('button', { name: 'Cancel' }).click();
    expect(await row.getByLabel('Role of Cleo').inputValue()).toBe('ADMIN');
    await row.getByRole('button', { name: 'Remove Cleo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByText('This is the last admin who has signed in.').waitFor();
    expect(await person('cleo@example.com')).not.toBeNull();
  });

  it.each(Object.entries(SIZES))('are accessible and fit at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/settings/people', { viewport, colorScheme: 'dark' });
    await page.getByRole('row', { name: /Cleo/ }).waitFor();
    await page.getByLabel('Role of Cleo').selectOption('VIEWER');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
