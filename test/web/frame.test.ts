import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings, viewAs } from './dashboard.ts';

const FAILED = {
  headers: { 'x-request-id': '4711', 'content-type': 'application/graphql-response+json' },
  body: JSON.stringify({ errors: [{ message: 'Unexpected error', extensions: { code: 'SERVER_ERROR' } }] }),
};

const UNAUTHENTICATED = {
  status: 200,
  contentType: 'application/graphql-response+json',
  body: JSON.stringify({
    data: null,
    errors: [{ message: 'Sign in first', extensions: { code: 'UNAUTHENTICATED' } }],
  }),
};

describeInBrowser('the frame', (use) => {
  it('offers a skip link as the first stop of Tab', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await skip.evaluate((each) => each === document.activeElement && each.checkVisibility())).toBe(true);
    await page.keyboard.press('Enter');
    await page.locator('#content:focus').waitFor();
  });

  it('opens its navigation on a phone, closes it on navigation, and names the view', async () => {
    const page = await use().open('/?period=2026-Q3', { viewport: SIZES.phone });
    await page.getByRole('button', { name: 'Views' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.waitForFunction(() => document.title === 'Thresholds · Settings · Example MSP, LLC');
    await page.getByRole('link', { name: 'Settings' }).waitFor({ state: 'hidden' });
  });

  it('follows the theme of the system until one is chosen', async () => {
    const page = await use().open('/?period=2026-Q3', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Change to dark' }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Change to light' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.locator('html').getAttribute('data-bs-theme')).toBe('light');
  });

  it('keeps the chosen theme', async () => {
    const page = await use().open('/?period=2026-Q3', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Change to dark' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Change to light' }).waitFor();
    expect(await page.locator('html').getAttribute('data-bs-theme')).toBe('dark');
  });

  it('keeps the displayed data while offline, and shows its age', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    await page.context().setOffline(true);
    await page.getByText(/^This device is offline\. The data shown is from /).waitFor();
    expect(await page.getByRole('article').count()).toBe(18);
    await page.context().setOffline(false);
    await page.getByText('This device is offline').waitFor({ state: 'detached' });
  });

  it('asks to be reloaded if the server is of another version than the page', async () => {
    const page = await use().open('/?period=2026-Q3', {}, [/400 \(Bad Request\)/]);
    await page.getByRole('article').first().waitFor();
    // The server's answer to an operation that is not registered.
    await page.route('**/graphql?*', async (route) => {
      await route.continue({
        url: route
          .request()
          .url()
          .replace(/sha256Hash[^&]*/, (hash) => hash.replace(/[0-9a-f]{60}(?=%22)/, '0'.repeat(60))),
      });
    });
    await page.getByRole('button', { name: 'Previous period' }).click();
    await page.getByText('The server has been updated since this page was opened.').waitFor();
    await page.unroute('**/graphql?*');
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('article').first().waitFor();
  });

  it('shows the server’s error and where to find details, and retries on request', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    await page.route('**/graphql?*', (route) => route.fulfill(FAILED));
    await page.getByRole('button', { name: 'Previous period' }).click();
    const failure = page.getByRole('alert');
    await failure.getByText('The server’s log has details under request 4711.').waitFor();
    await page.unroute('**/graphql?*');
    await failure.getByRole('button', { name: 'Try again' }).click();
    await page
      .getByText(/(better|worse)\s+than Q1 2026/)
      .first()
      .waitFor();
    expect(await failure.count()).toBe(0);
  });

  it('shows that a view failed to render, and keeps the rest usable', async () => {
    const page = await use().open('/settings', {}, [/Cannot read properties/]);
    await page.route('**/graphql?operationName=Review*', async (route) => {
      const response = await route.fetch();
      const { data } = await response.json();
      await route.fulfill({ response, json: { data: { organization: { ...data.organization, period: null } } } });
    });
    await page.goto(`${use().url}/?period=2026-Q3`);
    const failure = page.getByRole('alert');
    await failure.getByText('This view cannot be shown: ').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('No thresholds are set.').waitFor();
    expect(await failure.filter({ hasText: /./ }).count()).toBe(0);
    await page.goBack();
    await failure.getByText('This view cannot be shown: ').waitFor();
    await page.unroute('**/graphql?operationName=Review*');
    await failure.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('article').first().waitFor();
  });

  it('leads an unauthenticated viewer to sign-in and back', async () => {
    const page = await use().open('/settings');
    await page.route('**/graphql?*', (route) => route.fulfill(UNAUTHENTICATED));
    await page.goto(`${use().url}/?period=2026-Q2`);
    const signIn = page.getByRole('link', { name: 'Sign in' });
    await signIn.waitFor();
    expect(await signIn.getAttribute('href')).toBe('/auth/login?return_to=%2F%3Fperiod%3D2026-Q2');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('keeps the displayed data when the session ends, and announces it', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    await page.route('**/graphql?*', (route) => route.fulfill(UNAUTHENTICATED));
    await page.getByRole('article').first().getByRole('button').click();
    await page.getByText('Your session has ended').waitFor();
    expect(await page.getByRole('article').count()).toBe(18);
  });

  it('names who is signed in and their role, offers to sign out', async () => {
    const page = await use().open('/settings');
    await viewAs(page, 'VIEWER');
    await page.goto(`${use().url}/?period=2026-Q3`);
    await page.getByText('anna@example.com (viewer)').waitFor();
    expect(await page.getByText('Local mode').count()).toBe(0);
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Sign out' }) });
    expect([await form.getAttribute('method'), await form.getAttribute('action')]).toEqual(['post', '/auth/logout']);
  });

  it('shows the first steps if nothing is stored', async () => {
    const page = await use().open('/settings');
    await page.route('**/graphql?operationName=Shell*', async (route) => {
      const response = await route.fetch();
      const { data } = await response.json();
      const empty = { latestQuarter: null, latestMonth: null, quarters: [], months: [] };
      await route.fulfill({ response, json: { data: { ...data, organization: { ...data.organization, ...empty } } } });
    });
    await page.goto(`${use().url}/`);
    await page.getByRole('heading', { name: 'Nothing has been collected or entered yet' }).waitFor();
    expect(await page.getByText('npm run qbr -- doctor').isVisible()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
