import { expect, it } from 'vitest';
import { FILE_ROUTES, REST_ROUTES } from '#src/rest/routes.ts';
import { describeInBrowser } from './dashboard.ts';

describeInBrowser('the page about the REST contract', (use) => {
  it('shows every path, contacts no other host and obeys the Content-Security-Policy', async () => {
    const page = await use().open('/');
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(`${use().url}/api/qbr/docs`);
    await page.getByText('/api/qbr/metrics/monthly').first().waitFor();
    const paths = page.locator('.opblock');
    const count = REST_ROUTES.length + FILE_ROUTES.length;
    await paths.nth(count - 1).waitFor();
    expect(await paths.count()).toBe(count);
    expect([...hosts]).toEqual([new URL(use().url).host]);
  });
});
