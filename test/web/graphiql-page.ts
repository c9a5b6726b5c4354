import type { Page, Response } from 'playwright-core';

/** Waits until GraphiQL's editor has its example: before, its button sends an empty query. */
export async function waitForExample(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor').getByText('JanuaryExplained').waitFor();
}

/** Runs GraphiQL's example. @returns the answer to it, and not the one to the query of the schema */
export async function runExample(page: Page): Promise<Response> {
  await waitForExample(page);
  const answered = page.waitForResponse(
    (response) => response.request().postData()?.includes('JanuaryExplained') === true,
  );
  await page.locator('.graphiql-execute-button').click();
  return answered;
}
