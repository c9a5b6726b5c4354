import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { freePort } from '../kit/free-port.ts';
import { CLIENT, type OpenIdTestProvider, startProvider } from '../kit/openid/provider.ts';
import { describeInBrowser, seriousFindings } from './dashboard.ts';

let provider: OpenIdTestProvider;

/** The server with a real OpenID provider, which has an admin and a viewer and asks for the account. */
async function configure(ends: (() => Promise<unknown>)[]): Promise<Readonly<Record<string, string>>> {
  const port = await freePort();
  provider = await startProvider(await freePort(), `http://127.0.0.1:${port}`);
  ends.push(() => provider.stop());
  await provider.expect('ann', { name: 'Ann', email: 'ann@example.com', email_verified: true });
  await provider.expect('vic', { name: 'Vic', email: 'vic@example.com', email_verified: true });
  await provider.expect('eve', { name: 'Eve', email: 'eve@example.com', email_verified: true });
  await provider.expect('asks', {});
  return {
    QBR_PORT: String(port),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.clientId,
    OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    QBR_USERS: JSON.stringify({ 'ann@example.com': 'admin', 'vic@example.com': 'viewer' }),
  };
}

describeInBrowser(
  'signing in',
  (use) => {
    const signInAs = async (page: Page, account: string) => {
      await page.getByLabel('Account').fill(account);
      await page.getByRole('button', { name: 'Continue' }).click();
    };

    it('leads from the requested address through the provider’s form and back, and signs out', async () => {
      const page = await use().open('/settings/audit?action=person.signed_in', {}, [
        // The provider's own pages.
        /Failed to load resource/,
      ]);
      expect(new URL(page.url()).origin).toBe(provider.issuer);
      await signInAs(page, 'ann');
      await page.getByText('ann@example.com (admin)').waitFor();
      expect(page.url()).toBe(`${use().url}/settings/audit?action=person.signed_in`);
      await page.getByRole('row', { name: /ann@example\.com.*A person signed in\./ }).waitFor();
      expect(await page.getByText('Local mode').count()).toBe(0);

      await page.getByRole('link', { name: 'Sessions' }).click();
      await page.getByRole('row', { name: /Ann\s*current\s*ann@example\.com.*from 127\.0\.0\.1/ }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${provider.issuer}/**`);
      await page.getByRole('button', { name: 'Yes, sign me out' }).click();
      await page.getByText('You are signed out').waitFor();
      expect(await use().app.database.prisma.session.count()).toBe(0);
      await page.goto(`${use().url}/trends`);
      await page.getByLabel('Account').waitFor();
    });

    it('is required again after the session was ended, and keeps the address', async () => {
      const page = await use().open('/settings/sessions', {}, [/401/]);
      await signInAs(page, 'ann');
      await page.getByRole('button', { name: /^End the session of Ann/ }).click();
      const dialog = page.getByRole('dialog', { name: 'End the session of Ann?' });
      await dialog.getByText('This is your current session').waitFor();
      await dialog.getByRole('button', { name: 'End', exact: true }).click();
      await page.getByText('Your session has ended').waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('row', { name: /current/ }).waitFor();
      expect(page.url()).toBe(`${use().url}/settings/sessions`);
    });

    it('shows a viewer only what viewers may see', async () => {
      const page = await use().open('/settings/people');
      await signInAs(page, 'vic');
      await page.getByText('vic@example.com (viewer)').waitFor();
      await page.getByText('Only admins can see this section.').waitFor();
      await page.goto(`${use().url}/settings`);
      await page.getByText('No thresholds are set.').waitFor();
      expect(await page.getByRole('button', { name: 'Set' }).count()).toBe(0);
    });

    it('tells people who were not invited', async () => {
      const page = await use().open('/', {}, [/403/]);
      await signInAs(page, 'eve');
      await page.getByText('You are not invited').waitFor();
    });
  },
  { isEmpty: true, isInRealTime: true, configure },
);
