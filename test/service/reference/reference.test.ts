import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_REACTIVE_RULES } from '#src/collect/connectwise/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { packageRoot } from '#src/package-root.ts';
import { calculationReference, sampleReference } from '#src/service/reference/reference.ts';
import { SAMPLE_LEAVES } from '#src/service/reference/sample-quarter.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { type DatabaseUnderTest, describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn, TIME_ZONE } from '../../kit/services.ts';
import { recomputed, sectionsOf } from './by-hand.ts';

const RULES = { reactive: DEFAULT_REACTIVE_RULES, devices: DEFAULT_DEVICE_RULES, timeZone: TIME_ZONE };

/** Recomputes every worked example; returns how many numbers that were. */
function checkByHand(markdown: string): number {
  let numbers = 0;
  for (const section of sectionsOf(markdown)) {
    const { printed, byHand } = recomputed(section);
    expect([section.title, byHand]).toEqual([section.title, printed]);
    numbers += printed.length;
  }
  return numbers;
}

describe('docs/calculation-reference.md', () => {
  it('is what the registries give; `npx vitest run test/service/reference -u` writes it', async () => {
    const path = join(packageRoot(), 'docs/calculation-reference.md');
    await expect(sampleReference(RULES)).toMatchFileSnapshot(path);
  });

  it('has every SmartNumber and metric, each recomputed by hand from the numbers that it prints', () => {
    const markdown = sampleReference(RULES);
    const titles = sectionsOf(markdown).map(({ title }) => title.replaceAll('\\', ''));
    expect(titles).toEqual([
      ...SMART_NUMBERS.map(({ label }, index) => `${index + 1}. ${label}`),
      ...METRICS.map(({ label }) => label),
    ]);
    expect(markdown).not.toContain('undefined');
    // Stored and shown, in three months and the quarter, of each SmartNumber; the calculated metrics likewise.
    expect(checkByHand(markdown)).toBeGreaterThan(18 * 8 + 40);
  });

  it('would be found wrong by hand where one digit is', () => {
    const wrong = sampleReference(RULES).replace('65.4545', '65.4546');
    expect(() => checkByHand(wrong)).toThrow(/deeply equal/);
  });
});

describeOnBothDatabases('the reference of an organization', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('has its newest whole quarter, and statements of SQL that give what is stored', async () => {
    await fill(use());
    const { markdown, html } = await referenceOf(use());
    expect(markdown).toContain('the stored numbers of Q1 2025');
    expect(markdown).not.toContain('sample numbers');
    expect(checkByHand(markdown)).toBeGreaterThan(18 * 8 + 40);
    expect(html).toContain('<h1>Calculation reference of Example MSP, LLC</h1>');
    const { prisma } = use().database;
    const quarter = new Map(
      (await prisma.quarterlyMetric.findMany()).map(({ metricName, metricValue }) => [
        metricName,
        metricValue.toFixed(4),
      ]),
    );
    const smartNumbers = new Map(
      (await prisma.smartNumber.findMany({ where: { period: '2025-Q1' } })).map((row) => [
        row.kpiName,
        row.kpiValue.toFixed(4),
      ]),
    );
    expect([quarter.size, smartNumbers.size]).toEqual([METRICS.length, SMART_NUMBERS.length]);
    const sections = sectionsOf(markdown);
    for (const [index, { title, sql }] of sections.entries()) {
      const stored = index < SMART_NUMBERS.length ? smartNumbers : quarter;
      const [row = {}] = await prisma.$queryRawUnsafe<Record<string, { toFixed(places: number): string }>[]>(
        sql.at(-1) ?? '',
      );
      const [[key, value] = ['', undefined]] = Object.entries(row);
      expect([title, value?.toFixed(4)]).toEqual([title, stored.get(key)]);
      for (const statement of sql) await prisma.$queryRawUnsafe(statement);
    }
  });

  it('takes sample numbers for what its quarter lacks, and for everything where it has no whole quarter', async () => {
    expect((await referenceOf(use())).markdown).toContain('have sample numbers');
    await fill(use());
    await releaseMetrics(scopeOn(use().database), { period: '2025-02', metrics: ['telemarketing_dials'] });
    const { markdown } = await referenceOf(use());
    const sampled = sectionsOf(markdown).filter(({ title }) =>
      markdown.split(`### ${title}`)[1]?.split('### ')[0]?.includes('sample numbers'),
    );
    expect(sampled.map(({ title }) => title)).toEqual(['17. # of dials / appointment', 'Telemarketing Dials']);
    checkByHand(markdown);
  });
});

async function fill({ database }: DatabaseUnderTest): Promise<void> {
  for (const { month, leaves } of SAMPLE_LEAVES) await enter(database, month, Object.fromEntries(leaves));
}

function referenceOf({ database }: DatabaseUnderTest) {
  return calculationReference(createReport(scopeOn(database), createSnapshots(database)), RULES);
}
