import { expect, it } from 'vitest';
import { releaseMetrics } from '#src/service/values/release.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { enter, scopeOn } from '../kit/services.ts';
import { describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

describeInBrowser('presenting', (use) => {
  it('freezes a quarter from the keyboard, after its gaps are confirmed, and marks what changes later', async () => {
    const { app, open } = use();
    await releaseMetrics(scopeOn(app.database, COMPANY_NOW), { period: '2026-05', metrics: ['agreements'] });
    const page = await open('/?period=2026-Q2');
    const button = page.getByRole('button', { name: 'Present this quarter' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Present Q2 2026' });
    await dialog.getByLabel('Note').fill('to the owners');
    await dialog.getByRole('button', { name: 'Present this quarter' }).press('Enter');
    const nevertheless = dialog.getByRole('button', { name: 'Present it nevertheless' });
    await dialog.getByText('It has gaps.').waitFor();
    await expectUsable(page, SIZES.desktop);
    await nevertheless.press('Enter');
    const line = page.getByRole('link', { name: /^Presented on .* as version 1; nothing has changed since$/ });
    await line.waitFor();
    await dialog.waitFor({ state: 'detached' });

    await enter(app.database, '2026-05', { telemarketing_dials: 4_321 }, COMPANY_NOW);
    await page.reload();
    await page.getByRole('link', { name: /as version 1; \d+ numbers have changed since$/ }).waitFor();
    const card = page.getByRole('article', { name: '# of dials / appointment', exact: true });
    await card.getByRole('link', { name: /Presented as/ }).click();
    await page.getByRole('heading', { name: 'Q2 2026 as presented' }).waitFor();
    const row = page.getByRole('row', { name: /# of dials \/ appointment Changed/ });
    expect(await row.getByText(/# of dials \/ appointment \+.*: .*dials/i).isVisible()).toBe(true);
    const shown = page.getByRole('table', { name: 'SmartNumbers' }).getByRole('row');
    expect(await shown.count()).toBe(19);
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Pack as presented (PDF)' }).click();
    expect((await saved).suggestedFilename()).toBe('business-review-2026-Q2-presentation-1.pdf');
  });

  it.each(Object.entries(SIZES))('is accessible and fits a %s, in dark and light', async (_name, viewport) => {
    const { open } = use();
    const page = await open('/presentation?period=2026-Q2', { viewport, colorScheme: 'dark' });
    await page.getByRole('heading', { name: 'Q2 2026 as presented' }).waitFor();
    await expectUsable(page, viewport);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectUsable(page, viewport);
  });

  it('says that a period has not been presented, and offers it to editors only where it is over', async () => {
    const page = await use().open('/presentation?period=2026-Q1');
    await page.getByText('Q1 2026 has not been presented.').waitFor();
    await page.getByRole('link', { name: 'Open the review' }).click();
    await page.goto(new URL('/?period=2026-Q4', page.url()).href);
    await page.getByText('Running: its numbers will still change').waitFor();
    expect(await page.getByRole('button', { name: 'Present this quarter' }).count()).toBe(0);
  });
});
