import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { scopeOn } from '../kit/services.ts';
import { describeInBrowser, holdAnswers, SIZES, seriousFindings } from './dashboard.ts';

describeInBrowser('the audit trail', (use) => {
  const by = (actor: string) => ({ ...scopeOn(use().app.database, COMPANY_NOW), actor });
  const limit = (value: number) =>
    ({ metric: 'net_profit_pct', type: 'warning', bound: 'min', value: new Decimal(value) }) as const;

  it('shows who did what, when in the viewer’s time zone, and the value before', async () => {
    await setThreshold(by('ann'), limit(0.15));
    await setThreshold(by('bob'), limit(0.2));
    const entries = [{ metric: 'nrr', value: new Decimal('1234.50'), notes: 'invoice 7' }];
    await enterMetrics(by('ann'), { period: '2026-10', entries });
    const page = await use().open('/health/live');
    const showChoices = await holdAnswers(page, 'AuditChoices');
    const answered = page.waitForResponse('**/graphql?operationName=AuditTrail&*');
    await page.goto(`${use().url}/settings/audit`);
    await answered;
    await page.getByText('Loading the audit trail').waitFor();
    showChoices();
    const row = page.getByRole('row', { name: /bob/ });
    await row.getByText('A threshold was set.').waitFor();
    expect(await row.textContent()).toMatch(/^Nov 12, 2026, 9:00.AMEntry/);
    expect(await row.textContent()).toContain('Net Profit %before: 15%→after: 20%');
    const entered = page.getByRole('row', { name: /ann.*Values were entered/ }).first();
    expect(await entered.textContent()).toContain('$1,234.50manual');
  });

  it('is filtered by the address, and by keyboard', async () => {
    const page = await use().open('/settings/audit?action=threshold.set');
    await page.getByRole('row', { name: /bob/ }).waitFor();
    expect(await page.getByRole('row', { name: /Values were entered/ }).count()).toBe(0);
    await page.getByLabel('Who').fill('ann');
    await page.getByLabel('Who').press('Enter');
    await page.getByRole('row', { name: /bob/ }).waitFor({ state: 'detached' });
    expect(await page.getByRole('row', { name: /A threshold was set/ }).count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?action=threshold.set&actor=ann');
    await page.getByLabel('From').fill('2026-11-13');
    await page.getByText('No entries match.').waitFor();
    await page.getByLabel('From').fill('2026-11-12');
    await page.getByRole('row', { name: /A threshold was set/ }).waitFor();
    await page.getByLabel('To', { exact: true }).fill('2026-11-11');
    await page.getByText('No entries match.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).press('Enter');
    await page.getByRole('button', { name: 'bob: show only these entries' }).press('Enter');
    await page.getByRole('row', { name: /ann/ }).first().waitFor({ state: 'detached' });
    expect(await page.getByLabel('Who').inputValue()).toBe('bob');
    await page.goto(`${use().url}/settings/audit?metric=nrr&period=2026-Q4&actor=ann`);
    await page.getByRole('row', { name: /Values were entered/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('continues with older entries, even if others are added concurrently', async () => {
    const page = await use().open('/settings/audit');
    const rows = page.locator('.settings-audit > tbody > tr');
    await rows.first().waitFor();
    const shown = await rows.count();
    expect(shown).toBe(25);
    const last = await rows.last().locator('th').textContent();
    await setThreshold(by('cleo'), limit(0.25));
    await page.getByRole('button', { name: 'Show older entries' }).press('Enter');
    await rows.nth(shown).waitFor();
    const numbers = (await rows.locator('th').allTextContents()).map((text) => Number(/Entry (\d+)/.exec(text)?.[1]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a));
    expect(numbers[shown]).toBe(Number(/Entry (\d+)/.exec(last ?? '')?.[1]) - 1);
  });

  it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/settings/audit', { viewport, colorScheme: 'dark' });
    await page.getByText('A threshold was set.').first().waitFor();
    await page.locator('summary').first().click();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
