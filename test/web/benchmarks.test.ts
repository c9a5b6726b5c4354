import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { setParticipation } from '#src/service/benchmarks/participation.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { storePeers } from '../kit/peers.ts';
import { scopeOn } from '../kit/services.ts';
import { type Dashboard, describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

const QUARTER = '2026-Q3';
/** Where to keep pictures of the pages, for people to look at; nowhere if it is not set. */
const PICTURES = process.env['TEST_PICTURES'];

/** 22 peers whose values lie around those of organization 1. */
async function storePeersAround({ app: { database } }: Dashboard): Promise<void> {
  const own = await database.prisma.smartNumber.findMany({ where: { organizationId: 1, period: QUARTER } });
  const peers = Array.from({ length: 22 }, (_, index) => ({
    id: index + 2,
    endpoints: 300,
    values: Object.fromEntries(
      own.map(({ kpiName, kpiValue }, at) => [
        kpiName,
        kpiValue.times(0.55 + index * 0.04 + ((at * 7) % 5) * 0.05).toFixed(4),
      ]),
    ),
  }));
  await storePeers(database, QUARTER, peers);
}

describeInBrowser('the peers in the review', (use) => {
  it('are opted into with plain words, and then each card says where its value stands', async () => {
    const { app, open, url } = use();
    await storePeersAround(use());
    const page = await open('/settings/benchmarks');
    await page.getByRole('radio', { name: 'Do not take part' }).waitFor();
    expect(await page.getByText('Never of fewer than seven.').isVisible()).toBe(true);
    await page.getByRole('radio', { name: 'Share, and be told about the peers' }).check();
    await page.getByLabel('Endpoints that you manage').fill('450');
    await page.getByLabel('Employees').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It counts from the next night on.').waitFor();
    const { value } = await app.database.prisma.setting.findFirstOrThrow({
      where: { organizationId: 1, key: 'benchmarks' },
    });
    expect(value).toEqual({ participation: 'share', endpoints: 450, employees: 12, label: null });

    await computeBenchmarks(scopeOn(app.database, COMPANY_NOW));
    await page.goto(`${url}/?period=${QUARTER}`);
    const card = page.getByRole('article', { name: 'Net Profit %', exact: true });
    await card.getByText(/^Better than about \d+ % of 23 MSPs of your size$/).waitFor();
    const described = await card.getByRole('img', { name: /percentile/ }).getAttribute('aria-label');
    expect(described).toMatch(/^10th percentile .*, 25th percentile .*%, median .*, 90th percentile .*; own value /);
    const inRange = page.getByRole('article', { name: 'Total Close %', exact: true });
    expect(await inRange.getByText(/^Higher than/).isVisible()).toBe(true);
  });

  it('are not shown for a period of which nothing is told, or to whoever does not share', async () => {
    const { app, open } = use();
    const page = await open('/?period=2026-Q2');
    await page.getByRole('article').first().waitFor();
    expect(await page.getByText(/MSPs/).count()).toBe(0);
    await setParticipation(scopeOn(app.database, COMPANY_NOW), { participation: 'none' });
    const other = await open(`/?period=${QUARTER}`);
    await other.getByRole('article').first().waitFor();
    expect(await other.getByText(/MSPs/).count()).toBe(0);
    await setParticipation(scopeOn(app.database, COMPANY_NOW), { participation: 'share' });
  });

  it.each(
    Object.entries(SIZES).flatMap(([name, viewport]) => [
      [name, 'review', `/?period=${QUARTER}`, viewport] as const,
      [name, 'settings', '/settings/benchmarks', viewport] as const,
    ]),
  )('are accessible and fit a %s: the %s, in dark and light', async (name, view, path, viewport) => {
    const page = await use().open(path, { viewport, colorScheme: 'dark' });
    await page
      .getByText(view === 'review' ? /than about/ : 'What is told')
      .first()
      .waitFor();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectUsable(page, viewport);
      if (PICTURES === undefined) continue;
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: `${PICTURES}/${view}-${name}-${colorScheme}.png`, fullPage: true });
    }
  });
});
