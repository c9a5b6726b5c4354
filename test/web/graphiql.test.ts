import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './dashboard.ts';
import { runExample, waitForExample } from './graphiql-page.ts';

const EXECUTE = '.graphiql-execute-button';
const RESULT = '.result-window';

describeInBrowser('GraphiQL in a browser', (use) => {
  it('loads at most 1 MB, all of it from here, and keeps it', async () => {
    const page = await use().open('/health/live');
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    let transferred = 0;
    client.on('Network.loadingFinished', ({ encodedDataLength }) => {
      transferred += encodedDataLength;
    });
    const hosts = new Set<string>();
    const cacheControl = new Map<string, string | undefined>();
    page.on('response', (response) => {
      const { host, pathname } = new URL(response.url());
      hosts.add(host);
      if (pathname.startsWith('/assets/')) cacheControl.set(pathname, response.headers()['cache-control']);
    });
    await openGraphiql(page, use().url);
    expect(transferred).toBeGreaterThan(100_000);
    expect(transferred).toBeLessThanOrEqual(1_000_000);
    expect([...hosts]).toEqual([new URL(use().url).host]);
    expect(new Set(cacheControl.values())).toEqual(new Set(['public, max-age=31536000, immutable']));
  });

  it('runs its example, and offers the others', async () => {
    const page = await use().open('/health/live');
    await openGraphiql(page, use().url);
    await runExample(page);
    await page.locator(RESULT).getByText('"organization"').first().waitFor();
    expect(await page.getByRole('tab').count()).toBe(5);
  });

  it('shows each state that a subscription sends', async () => {
    const page = await use().open('/health/live');
    await openGraphiql(page, use().url);
    await page.locator('.graphiql-query-editor .CodeMirror').evaluate((editor, query) => {
      (editor as unknown as { CodeMirror: { setValue(text: string): void } }).CodeMirror.setValue(query);
    }, 'subscription Progress { collectionProgress(runId: 1) { __typename } }');
    // GraphiQL reads the operation a moment after it was typed, and then names the tab after it.
    await page.getByRole('tab').filter({ hasText: 'Progress' }).waitFor();
    const stream = page.waitForResponse((response) => response.headers()['content-type'] === 'text/event-stream');
    await page.locator(EXECUTE).click();
    expect((await stream).status()).toBe(200);
    await page.locator(RESULT).getByText('"collectionProgress"').first().waitFor();
  });
});

/**
 * Waits until the schema has arrived and the editor has the example. The page must not be loading GraphiQL already: left before
 * its editor is filled, GraphiQL keeps the empty one for the next time.
 */
async function openGraphiql(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/graphql`, { waitUntil: 'networkidle' });
  await waitForExample(page);
}
