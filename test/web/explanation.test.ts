import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser, SIZES, seriousFindings } from './dashboard.ts';

const NET_PROFIT_CARD = 'Net Profit %';

/** The number of a SmartNumber's card, which opens its explanation. */
function numberOf(page: Page, title: string) {
  return page.getByRole('article').filter({ hasText: title }).first().getByRole('button');
}

describeInBrowser('the explanation of a number', (use) => {
  it('opens on hover, and shows the calculation as the API does', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).hover();
    const explanation = page.getByRole('dialog', { name: 'Net Profit %, Q3 2026' });
    await explanation.getByText(/^\$[\d,.]+ ÷ \$[\d,.]+ = [\d.]+%$/).waitFor();
    await page.mouse.move(2, 2);
    await explanation.waitFor({ state: 'detached' });
  });

  it('leads down to the entry of a number, and to the collection of another', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).click();
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Total Revenue', { exact: true }).click();
    await explanation.getByText('July 2026', { exact: true }).click();
    await explanation.getByText('Monthly Recurring Revenue (MRR)', { exact: true }).first().click();
    await explanation.getByText(/^Entered by /).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await numberOf(page, 'Total Close %').click();
    await explanation.getByText('Reactive Tickets Closed', { exact: true }).click();
    await explanation.getByText('July 2026', { exact: true }).click();
    await explanation.getByText(/^Collected from ConnectWise/).waitFor();
  });

  it('is opened, navigated and closed by the keyboard alone', async () => {
    const page = await use().open('/?period=2026-Q3');
    await page.getByRole('article').first().waitFor();
    const number = numberOf(page, NET_PROFIT_CARD);
    for (let steps = 0; steps < 60 && !(await number.evaluate((each) => each === document.activeElement)); steps++) {
      await page.keyboard.press('Tab');
    }
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Made of').waitFor();
    await page.keyboard.press('Enter');
    // It takes the focus when it is open; after its button, the first component is next.
    await page.locator('[role="dialog"]:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[role="dialog"] button:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[role="dialog"] summary:focus').waitFor();
    await page.keyboard.press('Enter');
    await explanation.getByText('July 2026', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await explanation.waitFor({ state: 'detached' });
    expect(await number.evaluate((each) => each === document.activeElement)).toBe(true);
  });

  it('shows one explanation at a time', async () => {
    const page = await use().open('/?period=2026-Q3');
    await numberOf(page, NET_PROFIT_CARD).click();
    await page.getByRole('dialog', { name: /^Net Profit/ }).waitFor();
    await numberOf(page, 'Total Close %').hover();
    await page.getByRole('dialog', { name: /^Total Close/ }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('is a bottom sheet on a phone, opened by a tap', async () => {
    const page = await use().open('/?period=2026-Q3', { viewport: SIZES.phone, hasTouch: true, isMobile: true });
    await numberOf(page, NET_PROFIT_CARD).tap();
    const explanation = page.getByRole('dialog');
    await explanation.getByText('Made of').waitFor();
    const box = await explanation.boundingBox();
    expect(box && { left: box.x, right: box.x + box.width, bottom: Math.round(box.y + box.height) }).toEqual({
      left: 0,
      right: SIZES.phone.width,
      bottom: SIZES.phone.height,
    });
    expect(await seriousFindings(page)).toEqual([]);
    await explanation.getByRole('button', { name: 'Close' }).tap();
    await explanation.waitFor({ state: 'detached' });
  });
});
