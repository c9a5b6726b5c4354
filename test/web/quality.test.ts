import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Month } from '#src/core/period.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { endRun, insertRun } from '#src/store/collection-runs.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { scopeOn } from '../kit/services.ts';
import { describeInBrowser, SIZES, seriousFindings, viewAs } from './dashboard.ts';
import { layoutShift } from './page-measures.ts';

/** Waits until the control with the text has the focus. */
const focusOn = (page: Page, text: string) =>
  page.waitForFunction((expected) => document.activeElement?.textContent === expected, text);

describeInBrowser('data quality', (use) => {
  /** Starts a collection outside the browser, and waits until it reads ConnectWise. */
  const collectElsewhere = async () => {
    const { app, vendors } = use();
    const held = vendors.readers.connectwise.hold();
    const runId = await app.background.start(operatorScope(app, { operator: operatorViewer('somebody') }), {});
    await held.isReading;
    return { ...held, runId };
  };

  it('shows the state of the nightly collection, and the result of each collection', async () => {
    const page = await use().open('/quality');
    await page.getByText('Not scheduled').waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.05);
    await page
      .getByText(/command line by vitest/)
      .last()
      .click();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /^ConnectWise.*Success/ })
        .count(),
    ).toBeGreaterThan(1);
  });

  it('shows the progress of a running collection immediately, and its result', async () => {
    const { runId, release } = await collectElsewhere();
    const page = await use().open('/quality');
    const progress = page.getByRole('region', { name: 'Collecting now' });
    await progress.getByRole('status').getByText('Reading ConnectWise.').waitFor();
    const bar = progress.getByRole('progressbar', { name: 'Progress of ConnectWise' });
    expect([await bar.getAttribute('value'), await bar.getAttribute('max')]).toEqual(['1', '2']);
    await progress.getByText('Reading 13 months, November 2025 to November 2026 (step 1 of 2)').waitFor();
    await progress.getByText('Waiting: 13 months').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const ninjaone = use().vendors.readers.ninjaone.hold();
    release();
    await progress.getByRole('status').getByText('Reading NinjaOne.').waitFor();
    await progress.getByText('39 values stored: 13 months').waitFor();
    ninjaone.release();
    const ended = page.getByRole('region', { name: 'Collection ended' });
    await ended.getByRole('status').getByText('Result: Success.').waitFor();
    await page.getByText(/Success.*API by somebody/).waitFor();
    await page.getByText(/API by somebody/).click();
    await page.getByText(`Collection ${runId}, ended`).waitFor();
  });

  it('shows drift with both values and their difference, and accepts an acknowledgement by keyboard', async () => {
    const { app, vendors } = use();
    vendors.correct('2026-08' as Month, { reactive_tickets_created: 300 });
    await (await app.collections.of(1)).collection.run({ trigger: 'cli', viewer: operatorViewer('vitest') });
    const page = await use().open('/quality');
    const finding = page.getByRole('listitem').filter({ hasText: 'Drift' });
    await finding.getByText('Reactive Tickets Created, August 2026', { exact: true }).waitFor();
    expect(await finding.getByRole('definition').allTextContents()).toEqual(['351', '300', '-51']);
    const open = finding.getByRole('button', { name: /^Acknowledge/ });
    await open.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Acknowledge/ });
    await dialog.waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await focusOn(page, 'Acknowledge');
    await page.keyboard.press('Enter');
    const note = dialog.getByRole('textbox');
    await note.focus();
    await page.keyboard.type('Merged tickets');
    await page.keyboard.press('Tab');
    await focusOn(page, 'Cancel');
    await page.keyboard.press('Tab');
    await focusOn(page, 'Acknowledge');
    await page.keyboard.press('Enter');
    await page.getByText('Reactive Tickets Created, August 2026 is acknowledged.').waitFor();
    await focusOn(page, 'Reactive Tickets Created, August 2026 is acknowledged.');
    await page.getByText('There are no open findings.').waitFor();
    await page.getByText('Acknowledged findings').click();
    await page.getByText(/Acknowledged by local, .*“Merged tickets”/).waitFor();
    const { note: stored, acknowledgedBy } = await app.database.prisma.finding.findFirstOrThrow();
    expect({ stored, acknowledgedBy }).toEqual({ stored: 'Merged tickets', acknowledgedBy: 'local' });
  });

  it('lists missing inputs by supplier, with links to their cells on the sheet', async () => {
    const context = scopeOn(use().app.database, COMPANY_NOW);
    await releaseMetrics(context, { period: '2026-08', metrics: ['employees'] });
    const page = await use().open('/quality');
    const missing = page.getByRole('region', { name: 'Missing inputs' });
    const month = missing.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'August 2026' }) });
    await month.getByText('Manual entry').waitFor();
    await month.getByRole('link', { name: 'Employees, August 2026: open in the sheet' }).click();
    await page.getByLabel('Selected cell').getByText('Employees, August 2026').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'cell-metric-employees-7');
  });

  it('explains why a collection failed and what to do, with its time in the viewer’s time zone', async () => {
    const { app, vendors } = use();
    vendors.correct('2026-10' as Month, { reactive_tickets_created: -1 });
    await (await app.collections.of(1)).collection.run({ trigger: 'cli', viewer: operatorViewer('vitest') });
    const page = await use().open('/quality');
    await page.getByText(/^The collection of Nov 12, 2026, 9:00 AM collected nothing from ConnectWise\.$/).waitFor();
    await page.getByText(/^ConnectWise: Reactive Tickets Created of October 2026 was collected as -1/).waitFor();
    await page.getByText(/check the setup with `qbr doctor`/).waitFor();
    await page.getByText(/Partial.*command line by vitest/).click();
    await page.getByText('ConnectWise: 13 months, November 2025 to November 2026').waitFor();
    vendors.correct('2026-10' as Month, { reactive_tickets_created: 362 });
  });

  it('runs a collection by keyboard, and links to one that is already running', async () => {
    const held = use().vendors.readers.connectwise.hold();
    const page = await use().open('/quality');
    // The offered months depend on the browser's clock.
    await page.clock.setFixedTime(COMPANY_NOW);
    const runNow = page.getByRole('button', { name: 'Run now' });
    await runNow.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Run a collection now' });
    await dialog.getByLabel('The newest months, as in the nightly collection').focus();
    await page.keyboard.press('ArrowDown');
    await dialog.getByLabel('First month').selectOption('2026-09');
    await dialog.getByLabel('Last month').selectOption('2026-10');
    await dialog.getByLabel('NinjaOne').focus();
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#run-NINJAONE')?.checked === false);
    await dialog.getByLabel('Overwrite collected values').check();
    await dialog.getByRole('button', { name: 'Collect' }).click();
    await dialog.getByRole('alert').getByText('Overwriting frozen values needs a reason').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByLabel('Reason').fill('Tickets were merged');
    await dialog.getByRole('button', { name: 'Collect' }).click();
    await page.getByText('Reading 2 months, September 2026 to October 2026 (step 1 of 2)').waitFor();
    await focusOn(page, 'Run now');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Collect' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/collection.*(under way|running)/i)
      .waitFor();
    await dialog.getByRole('button', { name: 'Show its progress' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'collection-progress');
    held.release();
    await page.getByText('Result: Success.').waitFor();
    await page.getByText(/API by local, overwriting frozen months/).click();
    await page.getByText('Reason: Tickets were merged').waitFor();
  });

  it('enables the nightly collection and disables it again', async () => {
    const page = await use().open('/quality');
    await page.getByRole('button', { name: 'Enable the nightly collection' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable anyway' }).click();
    await page.getByRole('button', { name: 'Disable the nightly collection' }).waitFor();
    await page.getByText('Enabled', { exact: true }).waitFor();
    expect(await page.getByText('Not scheduled').count()).toBe(0);
    await page.getByRole('button', { name: 'Disable the nightly collection' }).click();
    await page.getByText('The nightly collection is disabled.').waitFor();
  });

  it('closes a month after showing its missing inputs, and reopens it for a reason', async () => {
    const page = await use().open('/quality');
    await page.getByRole('button', { name: 'Close August 2026' }).click();
    const closing = page.getByRole('dialog', { name: 'Close August 2026' });
    await closing.getByText('Missing inputs: Employees.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await closing.getByRole('button', { name: 'Close the month' }).click();
    await page.getByText('August 2026 is closed. Missing inputs: Employees.').waitFor();
    await page.getByRole('row', { name: 'August 2026 Closed' }).getByRole('button', { name: 'Reopen' }).click();
    const reopening = page.getByRole('dialog', { name: 'Reopen August 2026' });
    await reopening.getByRole('button', { name: 'Reopen the month' }).click();
    await reopening.getByText('Reopening a month needs a reason').waitFor();
    await reopening.getByLabel('Reason').fill('A late invoice');
    await reopening.getByRole('button', { name: 'Reopen the month' }).click();
    await page.getByText('August 2026 is open again.').waitFor();
    await page.getByRole('row', { name: 'August 2026 Open' }).waitFor();
  });

  it('offers a viewer no action without permission', async () => {
    const page = await use().open('/settings');
    await viewAs(page, 'VIEWER');
    await page.goto(`${use().url}/quality`);
    await page
      .getByText(/command line by vitest/)
      .last()
      .waitFor();
    await page.getByText('Acknowledged findings').waitFor();
    const buttons = page.getByRole('main').getByRole('button');
    expect(await buttons.allTextContents()).toEqual([]);
    expect(await page.getByRole('heading', { name: 'Month closing' }).count()).toBe(0);
  });

  it.each(Object.entries(SIZES))('is accessible and fits at the size of a %s', async (_name, viewport) => {
    const page = await use().open('/quality', { viewport, colorScheme: 'dark' });
    await page
      .getByText(/command line by vitest/)
      .last()
      .click();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });

  it('pages through the collections, each once, even if one begins concurrently', async () => {
    const { app } = use();
    const addRun = (requestedBy: string) =>
      app.database.transaction(async (tx) => {
        const run = { scheduledFor: null, force: false, reason: null, host: 'test-host', processId: 1 };
        const id = await insertRun(tx, 1, { trigger: 'cli', startedAt: COMPANY_NOW, requestedBy, ...run });
        await endRun(tx, 1, { id, status: 'success', endedAt: COMPANY_NOW });
      });
    for (let number = 1; number <= 12; number++) await addRun(`number ${number}.`);
    const page = await use().open('/quality');
    await page.getByText('by number 3.').waitFor();
    expect(await page.getByText('by number 2.').count()).toBe(0);
    await addRun('number 13.');
    await page.getByRole('button', { name: 'Show older collections' }).click();
    await page.getByText('by number 1.').waitFor();
    for (let number = 1; number <= 12; number++) {
      expect(await page.getByText(`by number ${number}.`).count(), `number ${number}`).toBe(1);
    }
  });
});
