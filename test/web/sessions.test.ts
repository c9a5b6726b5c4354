import { expect, it } from 'vitest';
import { hashSecret, newSecret } from '#src/auth/secret.ts';
import { insertPerson } from '#src/store/people.ts';
import { insertSession } from '#src/store/sessions.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('sessions', (use) => {
  /** Creates a session of a person. */
  const signIn = (name: string) =>
    use().app.database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: name };
      const common = { createdAt: COMPANY_NOW, createdBy: 'tester', role: 'viewer' } as const;
      const person = await insertPerson(tx, { email: `${name}@example.com`, identity, ...common });
      await insertSession(tx, {
        ...{ secretHash: hashSecret(newSecret()), personId: person.id, createdAt: COMPANY_NOW },
        expiresAt: new Date(COMPANY_NOW.getTime() + 3_600_000),
        ...{ address: '192.0.2.7', directoryRole: 'editor', providerSession: null },
      });
    });

  it('are listed with their addresses, and ended after a confirmation', async () => {
    const page = await use().open('/settings/sessions');
    await page.getByText('Local mode has no sign-in.').waitFor();
    await signIn('ann');
    await signIn('bob');
    await page.reload();
    const row = page.getByRole('row', { name: /ann@example\.com/ });
    await row.getByRole('button', { name: 'End the session of ann@example.com of Nov 12, 2026, 9:00' }).press('Enter');
    expect(await row.textContent()).toContain('from 192.0.2.7editor');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).press('Enter');
    await page.getByText('The session of ann@example.com has ended.').waitFor();
    await row.waitFor({ state: 'detached' });
    const left = await use().app.database.prisma.session.findMany({ include: { person: true } });
    expect(left.map(({ person }) => person.email)).toEqual(['bob@example.com']);
  });

  it.each(Object.entries(SIZES))('are accessible and fit at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/settings/sessions', { viewport, colorScheme: 'dark' });
    await page.getByRole('button', { name: /^End the session of bob/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
