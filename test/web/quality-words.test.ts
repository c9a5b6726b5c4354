import { describe, expect, it } from 'vitest';
import { monthsInWords } from '#src/web/quality/collection-words.ts';
import { type LogEntry, logLines } from '#src/web/quality/log-lines.ts';
import { collectInput, monthsUntil, offeredVendors, type RunChoices } from '#src/web/quality/run-choices.ts';
import { formatInstantsIn } from '#src/web/values/format.ts';

describe('months as text', () => {
  it.each([
    [['2026-05'], 'May 2026'],
    [['2025-11', '2025-12', '2026-01'], '3 months, November 2025 to January 2026'],
    [['2025-11', '2026-01'], 'November 2025, January 2026'],
    [[], 'no months'],
  ])('%j are “%s”', (months, words) => expect(monthsInWords(months)).toBe(words));
});

describe('the log of a collection', () => {
  const entry = (period: string, entryOf: Partial<LogEntry> = {}): LogEntry => ({
    vendor: { key: 'CONNECTWISE', name: 'ConnectWise' },
    period,
    status: 'SUCCESS',
    metricsCollected: 3,
    errorMessage: null,
    notes: null,
    ...entryOf,
  });

  it('merges equal entries of several months of a vendor, and keeps vendors apart', () => {
    const failed = { status: 'FAILED', metricsCollected: 0, errorMessage: 'No access' } as const;
    const ninjaone = { vendor: { key: 'NINJAONE', name: 'NinjaOne' } } as const;
    const lines = logLines([
      entry('2026-01', failed),
      entry('2026-01', ninjaone),
      entry('2026-02', failed),
      entry('2026-02', { ...ninjaone, notes: '1 row' }),
      entry('2026-03', ninjaone),
    ]);
    expect(lines).toEqual([
      { vendor: 'ConnectWise', status: 'FAILED', months: ['2026-01', '2026-02'], values: 0, text: 'No access' },
      { vendor: 'NinjaOne', status: 'SUCCESS', months: ['2026-01', '2026-03'], values: 6, text: null },
      { vendor: 'NinjaOne', status: 'SUCCESS', months: ['2026-02'], values: 3, text: '1 row' },
    ]);
  });
});

describe('the input of a collection', () => {
  const choices: RunChoices = {
    isNewest: true,
    from: '2025-11',
    to: '2026-02',
    leftOut: [],
    force: false,
    reason: 'left over',
  };

  const offered = offeredVendors({ hasOnlineCompany: false });

  it('leaves to the server what was not chosen', () => expect(collectInput(choices, offered)).toEqual({}));

  it('offers QuickBooks Online once a company is connected', () => {
    const withOnline = offeredVendors({ hasOnlineCompany: true });
    expect(offered.map(({ name }) => name)).toEqual(['ConnectWise', 'NinjaOne']);
    expect(withOnline.map(({ name }) => name)).toEqual(['ConnectWise', 'NinjaOne', 'QuickBooks Online']);
    expect(collectInput(choices, withOnline)).toEqual({});
    const leftOut = ['CONNECTWISE', 'NINJAONE'] as const;
    expect(collectInput({ ...choices, leftOut }, withOnline)).toEqual({ vendors: ['QUICKBOOKS'] });
  });

  it.each([
    ['2025-11', '2026-02'],
    ['2026-02', '2025-11'],
  ])('is every month from %s to %s', (from, to) => {
    const periods = ['2025-11', '2025-12', '2026-01', '2026-02'];
    expect(collectInput({ ...choices, isNewest: false, from, to }, offered)).toEqual({ periods });
  });

  it('names vendors unless all are chosen, and a reason only with force', () => {
    expect(collectInput({ ...choices, leftOut: ['CONNECTWISE'] }, offered)).toEqual({ vendors: ['NINJAONE'] });
    const forced = collectInput({ ...choices, force: true, reason: 'Merged' }, offered);
    expect(forced).toEqual({ force: true, reason: 'Merged' });
  });

  it('ends with the current month in the collection’s time zone, not in the viewer’s', () => {
    const now = new Date('2026-01-01T03:00:00Z');
    expect(monthsUntil(now, 'America/Chicago', 3)).toEqual(['2025-12', '2025-11', '2025-10']);
    expect(monthsUntil(now, 'UTC', 1)).toEqual(['2026-01']);
  });
});

it('instants in the server’s texts are shown in the viewer’s time zone, whatever surrounds them', () => {
  const text = 'The collection of 2026-11-12T15:00:00.000Z failed; 2026-11-12 and T15 stay.';
  const shown = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
  expect(formatInstantsIn(text, 'en')).toBe(
    `The collection of ${shown.format(new Date('2026-11-12T15:00:00Z'))} failed; 2026-11-12 and T15 stay.`,
  );
});
