import { readFile } from 'node:fs/promises';
import { csvParse } from 'd3-dsv';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { setThreshold } from '#src/service/thresholds/set.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { scopeOn } from '../kit/services.ts';
import { type Dashboard, describeInBrowser, expectUsable, SIZES } from './dashboard.ts';

const TWO_UNITS = '/trends?keys=net_profit,reactive_tickets_created&kind=month&from=2026-01&to=2026-12&yoy=1';

describeInBrowser('trends', (use) => {
  it('shows the series in the address, and keeps every choice there', async () => {
    const page = await opened(use(), '/trends?keys=net_profit&from=2026-Q1&to=2026-Q3');
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Q1 2026', 'Q2 2026', 'Q3 2026']);
    await page.getByRole('button', { name: 'Bars' }).click();
    await page.getByRole('checkbox', { name: 'A year earlier' }).check();
    await page.getByRole('columnheader', { name: 'a year earlier' }).waitFor();
    await page.getByText('Choose metrics and SmartNumbers').click();
    await page.getByRole('searchbox').fill('tickets created');
    await page.getByRole('checkbox', { name: 'Tickets Created' }).first().check();
    await page.getByRole('button', { name: /^Remove .*Tickets Created/ }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('chart')).toBe('bar');
    expect(searchParams.get('yoy')).toBe('1');
    expect(searchParams.get('keys')).toMatch(/^net_profit,.*tickets_created$/);
    await page.goBack();
    await page.getByRole('button', { name: /^Remove .*Tickets Created/ }).waitFor({ state: 'detached' });
  });

  it('saves exact values as CSV, absent ones empty', async () => {
    const page = await opened(use(), TWO_UNITS);
    const { name, content } = await saved(page, 'Save values (CSV)');
    expect(name).toBe('trends-2026-01-to-2026-12.csv');
    const rows = csvParse(content.toString('utf8'));
    expect(rows.map(({ Period }) => Period)).toHaveLength(12);
    const answer = await fetch(`${use().url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          '{ organization { metricSeries(keys: ["net_profit"], from: "2026-01", to: "2026-12") { definition { label } points { value } } } }',
      }),
    });
    const { data } = (await answer.json()) as {
      data: { organization: { metricSeries: [{ definition: { label: string }; points: { value: string | null }[] }] } };
    };
    const [{ definition, points }] = data.organization.metricSeries;
    expect(rows.map((row) => row[definition.label])).toEqual(points.map(({ value }) => value ?? ''));
    expect(rows.at(-1)?.[definition.label]).toBe('');
    expect(rows[0]?.[`${definition.label}, a year earlier`]).toMatch(/^-?\d/);
  });

  it.each(['light', 'dark'] as const)(
    'saves the chart as PNG on the background of the %s page',
    async (colorScheme) => {
      const page = await opened(use(), TWO_UNITS, { colorScheme });
      const { name, content } = await saved(page, 'Save chart (PNG)');
      expect(name).toBe('trends-2026-01-to-2026-12.png');
      const [red = -1, colours] = await page.evaluate(cornerAndColours, content.toString('base64'));
      expect(red > 200).toBe(colorScheme === 'light');
      expect(colours).toBeGreaterThan(20);
    },
  );

  it('shows an absent value as a dash, explains every number, and names what a band means', async () => {
    const { app } = use();
    await setThreshold(scopeOn(app.database, COMPANY_NOW), {
      metric: 'net_profit',
      type: 'critical',
      bound: 'min',
      value: new Decimal(1000),
    });
    const page = await opened(use(), '/trends?keys=net_profit&kind=month&from=2026-09&to=2026-12');
    await page.getByText('Critical below $1,000').waitFor();
    const cells = page.getByRole('cell');
    expect(await cells.last().textContent()).toBe('—');
    await cells.first().getByRole('button').click();
    await page.getByRole('dialog').waitFor();
  });

  it('draws a chart per unit if there are three, and names series that cannot be shown', async () => {
    const page = await opened(
      use(),
      '/trends?keys=net_profit,reactive_tickets_created,net_profit_percent,nonsense&from=2026-Q1&to=2026-Q3',
    );
    await page.getByText('nonsense').waitFor();
    expect(await page.getByRole('img').count()).toBeGreaterThan(0);
    await page.goto(`${use().url}/trends?keys=net_profit&from=2026-Q3&to=2026-Q1`);
    await page.getByText('choose an earlier start').waitFor();
  });

  it('works with the keyboard alone', async () => {
    const page = await opened(use(), '/trends?keys=net_profit&from=2026-Q1&to=2026-Q3');
    await page.getByRole('button', { name: 'Bars' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/chart=bar/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.waitForURL(/yoy=1/);
  });

  it.each(Object.entries(SIZES))(
    'is accessible and fits at the size of a %s, in dark and light',
    async (_name, viewport) => {
      const page = await opened(use(), TWO_UNITS, { viewport, colorScheme: 'dark', reducedMotion: 'reduce' });
      await expectUsable(page, viewport);
      await page.emulateMedia({ colorScheme: 'light' });
      await expectUsable(page, viewport);
    },
  );
});

async function opened(dashboard: Dashboard, path: string, options?: Parameters<Dashboard['open']>[1]): Promise<Page> {
  const page = await dashboard.open(path, options);
  await page.getByRole('table').waitFor();
  return page;
}

async function saved(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** Runs in the browser: how red the picture's corner is, and how many colours it has. */
async function cornerAndColours(base64: string): Promise<[number, number]> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  if (!context) throw new Error('No canvas');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const colours = new Set(new Uint32Array(data.buffer));
  return [data[0] ?? -1, colours.size];
}
