import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { scopeOn } from '../kit/services.ts';
import { type Dashboard, describeInBrowser, seriousFindings, viewAs } from './dashboard.ts';

/** The cell of a metric in a month of 2026, counted from 0. */
const cell = (page: Page, metric: string, month: number) => page.locator(`[id="cell-metric-${metric}-${month}"]`);
const shown = (page: Page, metric: string, month: number) =>
  cell(page, metric, month).locator('.sheet-number').textContent();

async function openSheet({ open }: Dashboard, expectedComplaints: readonly RegExp[] = []): Promise<Page> {
  const page = await open('/sheet?year=2026', {}, expectedComplaints);
  await page.getByRole('grid').waitFor();
  return page;
}

/** Enters a value by the keyboard alone. */
async function type(page: Page, metric: string, month: number, text: string): Promise<void> {
  await cell(page, metric, month).focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const status = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor();

/** The browser's own message about a lost connection. */
const OFFLINE = /net::ERR_INTERNET_DISCONNECTED/;

/** Enters a value as somebody else, not through the browser. */
async function enterElsewhere({ app }: Dashboard, period: string, metric: string, value: number): Promise<void> {
  const context = { ...scopeOn(app.database, COMPANY_NOW), actor: 'Somebody Else' };
  await enterMetrics(context, { period, entries: [{ metric, value: new Decimal(value) }] });
}

const NOVEMBER = 10;
const MARCH = 2;

describeInBrowser('entering values into the sheet', (use) => {
  it('stores an entry, shows and announces dependent values immediately, and undoes it', async () => {
    const page = await openSheet(use());
    const were = [await shown(page, 'product_cogs', 0), await shown(page, 'net_profit', 0)];
    await type(page, 'product_cogs', 0, '1,234.5');
    // The marks are there for a while, the words to stay.
    await cell(page, 'net_profit', 0).and(page.locator('[data-changed]')).waitFor();
    await cell(page, 'net_profit', 12).and(page.locator('[data-changed]')).waitFor();
    await status(page, 'Product Cost of Goods Sold (COGS), January 2026 is saved.');
    await status(page, /Total Expenses and \d+ others changed\./);
    expect(await shown(page, 'product_cogs', 0)).toBe('1,234.50');
    expect(await shown(page, 'net_profit', 0)).not.toBe(were[1]);
    // The focus has moved to the cell below, as in a spreadsheet.
    await page.locator('[id="cell-metric-other_expenses-0"]:focus').waitFor();
    await page.keyboard.press('Control+z');
    await status(page, 'Undone.');
    expect([await shown(page, 'product_cogs', 0), await shown(page, 'net_profit', 0)]).toEqual(were);
  });

  it('moves on by Tab and back by Shift+Tab, and discards by Escape', async () => {
    const page = await openSheet(use());
    await cell(page, 'telemarketing_dials', 3).dblclick();
    await page.getByRole('textbox', { name: 'Telemarketing Dials, April 2026' }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[id="cell-metric-telemarketing_dials-4"]:focus').waitFor();
    await page.keyboard.press('F2');
    await page.keyboard.press('Shift+Tab');
    await page.locator('[id="cell-metric-telemarketing_dials-3"]:focus').waitFor();
    const before = await shown(page, 'telemarketing_dials', 3);
    await page.keyboard.type('77777');
    await page.keyboard.press('Escape');
    expect(await shown(page, 'telemarketing_dials', 3)).toBe(before);
  });

  it('rejects text that is not a number at the cell, sends nothing, and keeps the input', async () => {
    const page = await openSheet(use());
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await type(page, 'employees', MARCH, '1,5');
    await status(page, /Employees, March 2026 is not saved: “1,5” is not a number as written here/);
    await page.keyboard.press('ArrowUp');
    await page.getByText(/^Not saved: “1,5” is not a number/).waitFor();
    expect(await cell(page, 'employees', MARCH).textContent()).toBe('1,5, not saved');
    await page.reload();
    await page.getByRole('grid').waitFor();
    expect(await cell(page, 'employees', MARCH).textContent()).toBe('1,5, not saved');
    expect(sent).toEqual([]);
    await cell(page, 'employees', MARCH).focus();
    await page.keyboard.press('Escape');
    await cell(page, 'employees', MARCH).locator('.sheet-number').waitFor();
  });

  it('shows at the cell why the server rejected an entry, and keeps the input', async () => {
    const page = await openSheet(use());
    await type(page, 'new_mrr', MARCH, '99999999999');
    await status(page, /New MRR, March 2026 is not saved: /);
    expect(await cell(page, 'new_mrr', MARCH).textContent()).toBe('99999999999, not saved');
  });

  it('lets the viewer decide when somebody else has changed the value concurrently', async () => {
    const page = await openSheet(use());
    for (const [decision, result] of [
      ['Keep theirs', '11.25'],
      ['Enter mine', '12.5'],
    ] as const) {
      await enterElsewhere(use(), '2026-02', 'employees', decision === 'Keep theirs' ? 10 : 11);
      await page.reload();
      await cell(page, 'employees', 1).focus();
      await page.keyboard.type('12.');
      await enterElsewhere(use(), '2026-02', 'employees', 11.25);
      await page.keyboard.type('5');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Compare' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Changed by somebody else' });
      await dialog.getByText('11.25 by Somebody Else').waitFor();
      await dialog.getByText('12.5', { exact: true }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole('button', { name: decision }).click();
      await cell(page, 'employees', 1).getByText(result, { exact: true }).waitFor();
    }
  });

  it('does not overwrite silently when two people enter the same absent value', async () => {
    const [one, two] = [await openSheet(use()), await openSheet(use())];
    for (const page of [one, two]) await cell(page, 'new_agreements', NOVEMBER).focus();
    await one.keyboard.type('3');
    await two.keyboard.type('4');
    await one.keyboard.press('Enter');
    await status(one, 'New Agreements, November 2026 is saved.');
    await two.keyboard.press('Enter');
    await status(two, /New Agreements, November 2026 is not saved: .* has changed since it was read/);
    await two.reload();
    await cell(two, 'new_agreements', NOVEMBER).getByText('4, not saved').waitFor();
  });

  it('rejects an entry into a month that was closed concurrently, and offers no entry in a closed one', async () => {
    const page = await openSheet(use());
    const context = scopeOn(use().app.database, COMPANY_NOW);
    await cell(page, 'lost_mrr', 4).focus();
    await page.keyboard.type('5');
    await closePeriod(context, { period: '2026-05' });
    await page.keyboard.press('Enter');
    await status(page, /2026-05 is closed; reopen it before changing its values/);
    expect(await cell(page, 'lost_mrr', 4).textContent()).toBe('5, not saved');
    await page.getByRole('columnheader', { name: 'May closed' }).waitFor();
    await cell(page, 'new_mrr', 4).focus();
    await page.keyboard.type('5');
    await status(page, 'May 2026 is closed: reopen it to change its values.');
    expect(await page.getByRole('button', { name: 'Enter value' }).count()).toBe(0);
    await reopenPeriod(context, { period: '2026-05', reason: 'the test goes on' });
  });

  it('overrides a calculated value only on explicit request, and releases it', async () => {
    const page = await openSheet(use());
    const before = await shown(page, 'net_profit', 5);
    await cell(page, 'net_profit', 5).focus();
    await page.keyboard.type('5');
    await status(page, /Net Profit is not normally entered by hand/);
    await page.getByRole('button', { name: 'Override' }).click();
    await page.keyboard.type('500');
    await page.getByRole('textbox', { name: 'Note' }).fill('audited');
    await page.keyboard.press('Enter');
    await status(page, 'Net Profit, June 2026 is saved.');
    await page.getByText('audited').waitFor();
    expect(await shown(page, 'net_profit', 5)).toBe('500.00');
    await page.getByRole('button', { name: 'Release' }).click();
    await status(page, 'Net Profit, June 2026: released; it is calculated again.');
    expect(await shown(page, 'net_profit', 5)).toBe(before);
  });

  it('shows the history of a value, and enters an earlier one again', async () => {
    const page = await openSheet(use());
    const before = await shown(page, 'agreements', 6);
    await type(page, 'agreements', 6, '1');
    await status(page, 'Managed Services Agreements, July 2026 is saved.');
    await cell(page, 'agreements', 6).click();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('dialog').getByText('entered by').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Enter again' }).click();
    await cell(page, 'agreements', 6)
      .getByText(before ?? '', { exact: true })
      .waitFor();
  });

  it('keeps the input while the server cannot be reached', async () => {
    const page = await openSheet(use(), [OFFLINE]);
    await page.context().setOffline(true);
    await type(page, 'new_mrr', 7, '4321');
    await status(page, /New MRR, August 2026 is not saved: The server cannot be reached/);
    await page.context().setOffline(false);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await status(page, 'New MRR, August 2026 is saved.');
    expect(await shown(page, 'new_mrr', 7)).toBe('4,321.00');
  });
});

describeInBrowser('the sheet of a viewer', (use) => {
  it('offers no way to enter a value, and opens no cell', async () => {
    const page = await openSheet(use());
    await viewAs(page, 'VIEWER');
    await page.reload();
    await cell(page, 'employees', 0).focus();
    await page.keyboard.type('5');
    await status(page, 'Only editors may enter values.');
    await cell(page, 'employees', 0).dblclick();
    await paste(page, '5');
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
    const actions = await page.getByRole('region', { name: 'Selected cell' }).getByRole('button').allTextContents();
    expect(actions.at(-1)).toBe('History');
    expect(actions).not.toContain('Enter value');
    expect(actions).not.toContain('Release');
  });
});

describeInBrowser('pasting into the sheet', (use) => {
  it('shows a block from a spreadsheet before it is stored, enters it month by month, and undoes it', async () => {
    const page = await openSheet(use());
    const were = [await shown(page, 'telemarketing_dials', 0), await shown(page, 'first_time_appointments', 1)];
    await cell(page, 'telemarketing_dials', 0).focus();
    await paste(page, '1,001\t1,002\n\t77\nx\t1');
    const dialog = page.getByRole('dialog', { name: 'Enter a pasted block' });
    await dialog.getByText('“x” is not a number as written here').waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(5);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Enter 4 values' }).click();
    await status(page, '4 values saved.');
    await cell(page, 'telemarketing_dials', 0).getByText('1,001', { exact: true }).waitFor();
    await cell(page, 'first_time_appointments', 1).getByText('77', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await status(page, 'Undone.');
    expect([await shown(page, 'telemarketing_dials', 0), await shown(page, 'first_time_appointments', 1)]).toEqual(
      were,
    );
  });

  it('enters a block at the metrics and months that it names, independent of where it is pasted', async () => {
    const page = await openSheet(use());
    await cell(page, 'new_mrr', 6).focus();
    await paste(
      page,
      'Sales\tFeb-26\tQ1\tJan-26\r\n"Telemarketing Dials"\t2,002\t9,999\t2,001\r\n\r\nNew MRR\t1,234.50-\t\t$ (20.00)\r\nAnything else\t1\t\t2\r\n',
    );
    const dialog = page.getByRole('dialog', { name: 'Enter a pasted block' });
    await dialog
      .getByText('Skipped, because the sheet does not show this metric or month: Q1, Anything else.')
      .waitFor();
    expect(await dialog.locator('tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/^Telemarketing Dials, February 2026.*2,002$/),
      expect.stringMatching(/^Telemarketing Dials, January 2026.*2,001$/),
      expect.stringMatching(/^New MRR, February 2026.*-\$1,234\.50$/),
      expect.stringMatching(/^New MRR, January 2026.*-\$20\.00$/),
    ]);
    await dialog.getByRole('button', { name: 'Enter 4 values' }).click();
    await status(page, '4 values saved.');
    await cell(page, 'telemarketing_dials', 0).getByText('2,001', { exact: true }).waitFor();
    await cell(page, 'new_mrr', 0).getByText('-20.00', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await status(page, 'Undone.');
  });

  it('shows why a block cannot be entered, and offers none of its values', async () => {
    const page = await openSheet(use());
    const before = await shown(page, 'employees', 0);
    await cell(page, 'employees', 0).focus();
    await paste(page, '77\n\n78\n');
    const dialog = page.getByRole('dialog', { name: 'Enter a pasted block' });
    await dialog.getByRole('alert').getByText('Its row 2 is blank where the sheet has Technical Employees').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await dialog.getByRole('button', { name: /Enter/ }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    expect(await shown(page, 'employees', 0)).toBe(before);
  });

  it('overrides calculated values only on request', async () => {
    const page = await openSheet(use());
    await cell(page, 'net_profit', 0).focus();
    await paste(page, '($1,234.50)');
    const dialog = page.getByRole('dialog', { name: 'Enter a pasted block' });
    expect(await dialog.getByRole('button', { name: 'Enter 0 values' }).isDisabled()).toBe(true);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Enter 1 value' }).click();
    await cell(page, 'net_profit', 0).getByText('-1,234.50', { exact: true }).waitFor();
  });
});

/** Pastes a text into the focused element. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);
}
