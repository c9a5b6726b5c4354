import { beforeAll, describe, expect, it } from 'vitest';
import { NOBODY } from '#src/auth/viewer.ts';
import { Decimal } from '#src/core/number.ts';
import type { PackContent, PackTable } from '#src/files/pack-content.ts';
import { exportPack, type PackRequest } from '#src/service/pack/pack.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { NOW, openApi } from '../../graphql/api.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';
import { contentOf, fillQuarters, packOf, QUARTER } from './world.ts';

interface Reported {
  readonly definition: { readonly label: string };
  readonly formatted: string;
}

/** A row of a table as texts. */
function rowsOf({ blocks }: PackTable): string[][] {
  return blocks.flatMap(({ rows }) => rows.map(({ cells }) => cells.map(({ text }) => text)));
}

function numbersOf({ smartNumbers }: PackContent) {
  return smartNumbers.flatMap(({ numbers }) => numbers);
}

describeOnBothDatabases('a pack', (use) => {
  describe('of a quarter that has ended', () => {
    let content: PackContent;
    beforeAll(async () => {
      await emptyDatabase(use());
      await fillQuarters(use().database);
      content = await contentOf(use().database, QUARTER);
    });
    const ask = async (fields: string) => {
      const answer = await openApi(use()).ask(`{ organization { period(key: "${QUARTER}") { ${fields} } } }`);
      return (answer as { organization: { period: Record<string, unknown> } }).organization.period;
    };
    const number = (label: string) => numbersOf(content).find((each) => each.label === label);

    it('has the SmartNumbers of GraphQL: order, values, previous and year-ago values', async () => {
      const value =
        'definition { label } formatted status previous { formatted } yearAgo { formatted } change { comparable reason }';
      const { smartNumbers } = await ask(`smartNumbers { ${value} }`);
      const expected = smartNumbers as (Reported & {
        readonly status: string;
        readonly previous: { readonly formatted: string };
        readonly change: { readonly comparable: boolean; readonly reason: string | null };
      })[];
      expect(numbersOf(content).map(({ label, formatted, status }) => [label, formatted, status])).toEqual(
        expected.map(({ definition, formatted, status }) => [definition.label, formatted, status]),
      );
      for (const { definition, previous, change } of expected) {
        const { previous: packed } = number(definition.label) ?? {};
        if (change.comparable) expect(packed?.from).toBe(previous.formatted);
        else expect(packed).toEqual({ text: `No trend: ${change.reason}`, from: null, tone: 'quiet' });
      }
    });

    it('has the metrics of GraphQL on the sheet of the quarter, its months and the quarters it is compared with', async () => {
      const metrics = 'metrics { definition { label } formatted }';
      const answer = await ask(`${metrics} months { ${metrics} } previous { ${metrics} } yearAgo { ${metrics} }`);
      const periods = [...(answer['months'] as object[]), answer, answer['previous'], answer['yearAgo']] as {
        readonly metrics: readonly Reported[];
      }[];
      const rows = rowsOf(content.periodSheet.tables[0]?.table as PackTable);
      const labels = periods[0]?.metrics.map(({ definition }) => definition.label) ?? [];
      expect(labels.length).toBeGreaterThan(20);
      for (const [index, label] of labels.entries()) {
        const texts = periods.map((period) => period.metrics[index]?.formatted);
        expect(rows.find(([name]) => name === label)?.slice(1, 7)).toEqual(texts);
      }
    });

    it('has the totals of GraphQL on the sheet of the year, up to the end of the period', async () => {
      const answer = await openApi(use()).ask(
        '{ organization { metricSeries(from: "2026-01", to: "2026-03") { definition { label } total { formatted } previousYear { formatted } } } }',
      );
      const { metricSeries } = answer['organization'] as {
        metricSeries: (Pick<Reported, 'definition'> & Record<'total' | 'previousYear', { formatted: string }>)[];
      };
      const table = content.yearSheet.tables[0]?.table as PackTable;
      expect(table.columns.map(({ label }) => label)).toEqual([
        'Metric',
        'Jan',
        'Feb',
        'Mar',
        'Q1',
        '2026 to Mar',
        '2025 to Mar',
      ]);
      expect(rowsOf(table).map((row) => [row[0], ...row.slice(-2)])).toEqual(
        metricSeries.map(({ definition, total, previousYear }) => [
          definition.label,
          total.formatted,
          previousYear.formatted,
        ]),
      );
    });

    it('says what changed in a sentence, with the calculations of GraphQL and the components that changed', async () => {
      const { smartNumber } = await ask(
        `smartNumber(key: "net_profit_pct") {
          breakdown { display } previous { breakdown { display } } change { attribution { sentence } }
        }`,
      );
      const { breakdown, previous, change } = smartNumber as Record<'breakdown', { display: string }> & {
        previous: { breakdown: { display: string } };
        change: { attribution: { sentence: string } };
      };
      const { listed, introduction } = content.movements;
      expect(introduction).toContain('Each stands with what its inputs contribute to the change');
      const moved = listed.find(({ label }) => label === 'Net Profit %');
      expect(moved?.sentence).toMatch(
        /^Net Profit % rose from \d+\.\d\d% in Q4 2025 to \d+\.\d\d% in Q1 2026: \+\d\.\d\d points \(\+[\d.]+%, better\)\.$/,
      );
      expect(moved?.contributions).toBe(change.attribution.sentence);
      expect(moved?.contributions).toMatch(/^Net Profit % \+\d\.\d\d points: /);
      const { parts = [], total } = moved?.waterfall ?? {};
      const sumOf = (texts: readonly (string | undefined)[]) =>
        texts.reduce((sum, text) => sum.plus(text ?? 0), new Decimal(0)).toFixed();
      expect(parts.length).toBeGreaterThan(1);
      expect(sumOf(parts.map(({ formatted }) => formatted))).toBe(sumOf([total?.formatted]));
      expect(moved?.contributions).toContain(`${parts[0]?.label} ${parts[0]?.formatted}`);
      expect(moved?.calculations).toEqual([`Q1 2026: ${breakdown.display}`, `Q4 2025: ${previous.breakdown.display}`]);
      expect(rowsOf(moved?.components as PackTable).map(([name]) => name)).toEqual([
        'Net Profit',
        'Total Revenue',
        'Total Expenses',
        'Total Revenue',
      ]);
      const sizes = listed.map(({ sentence }) => Number(/\(([+-][\d,.]+)%/.exec(sentence)?.[1]?.replace(',', '') ?? 0));
      expect(sizes.map(Math.abs)).toEqual(sizes.map(Math.abs).sort((a, b) => b - a));
    });

    it('names the values outside of their limits as the attention list does, critical ones first', () => {
      const { listed, introduction } = content.breaches;
      expect(introduction).toMatch(/^4 limits are set\. Outside of them in Q1 2026: \d+ values\.$/);
      expect(listed[0]?.message).toMatch(/^(Net Profit %|RHEM .*) of Q1 2026 is [\d.]+%?, (below|above) the/);
      expect(number('Total Close %')).toMatchObject({ statusWord: 'Within limits', limits: 'warning below 90.00%' });
      expect(number('Average AISP')).toMatchObject({
        ...{ formatted: '—', status: 'NONE', coverage: 'Cannot be computed. Missing: Seats Managed' },
      });
    });

    it('lists what is missing of each month, and values entered over a formula', () => {
      const { months, overrides, summary } = content.quality;
      const [january] = rowsOf(months);
      expect(january?.[0]).toBe('January 2026');
      expect(january?.[2]).toMatch(/Seats Managed, .*Employees/);
      expect(rowsOf(overrides as PackTable)).toContainEqual(['Total Revenue', 'January 2026', 'tester', '$163,600.00']);
      expect(summary).toMatch(/^Data quality: \d+ inputs are missing, /);
    });

    it('has the same bytes for the same stored data, whoever asks and when, on other paper the same digest', async () => {
      const first = await packOf(use().database, QUARTER);
      const later = new Date(NOW.getTime() + 3_600_000);
      expect(Buffer.from(await packOf(use().database, QUARTER, { at: later })).equals(first)).toBe(true);
      const a4 = await packOf(use().database, QUARTER, { paper: 'a4' });
      expect(Buffer.from(a4).equals(first)).toBe(false);
      expect(first.length).toBeLessThan(150_000);
    });

    it('has other bytes as soon as a month is closed or a value changes', async () => {
      const before = Buffer.from(await packOf(use().database, QUARTER));
      await closePeriod(scopeOn(use().database, NOW), { period: '2026-01' });
      const closed = Buffer.from(await packOf(use().database, QUARTER));
      expect(closed.equals(before)).toBe(false);
      await enter(use().database, '2026-02', { nrr: 12_801 }, NOW);
      expect(Buffer.from(await packOf(use().database, QUARTER)).equals(closed)).toBe(false);
    });
  });

  describe('', () => {
    beforeAll(() => emptyDatabase(use()));
    const pack = (request: Partial<PackRequest>, viewer = keyViewer('viewer'), organizationId = 1) => {
      const scope = { ...scopeOn(use().database, NOW, organizationId), viewer };
      const report = async () => createReport(scope, createSnapshots(use().database));
      return report().then((opened) => exportPack(opened, { period: QUARTER, paper: 'letter', ...request }));
    };

    it('of an organization with nothing stored says so', async () => {
      const content = await contentOf(use().database, QUARTER);
      expect(content.asOfText).toBe('Nothing is stored for this period or those that it is compared with.');
      expect(content.summary).toContain('0 of 18 SmartNumbers have a value.');
      expect(content.movements).toEqual({
        introduction: 'No SmartNumber can be compared with Q4 2025: this period has no value.',
        listed: [],
      });
      expect(
        numbersOf(content).every(({ formatted, coverage }) => formatted === '—' && coverage?.startsWith('No data')),
      ).toBe(true);
      const cells = [content.periodSheet, content.yearSheet].flatMap(({ tables }) =>
        tables.flatMap(({ table }) => rowsOf(table).flatMap((row) => row.slice(1))),
      );
      expect(new Set(cells)).toEqual(new Set(['—']));
      expect(Buffer.from(await packOf(use().database, QUARTER)).equals(await packOf(use().database, QUARTER))).toBe(
        true,
      );
    });

    it('of a running month says that nothing can be compared yet, and of a future quarter that it has not started', async () => {
      await enter(use().database, '2026-07', { nrr: 100 }, NOW);
      const running = await contentOf(use().database, '2026-07');
      expect([running.title, running.status.word]).toEqual(['Monthly business review', 'Running']);
      expect(running.movements.introduction).toBe(
        'No SmartNumber can be compared with June 2026: this period has not ended.',
      );
      expect(running.yearSheet.tables[0]?.table.columns.map(({ label }) => label).slice(7)).toEqual([
        'Jul',
        'Q1',
        'Q2',
        '2026 to Jul',
        '2025 to Jul',
      ]);
      const future = await contentOf(use().database, '2027-Q1');
      expect(future.status).toEqual({ word: 'Not started', meaning: 'there are no numbers yet' });
    });

    it('shows each note once, shortened, whatever it begins with', async () => {
      const entries = ['employees', 'agreements'].map((metric) => ({
        metric,
        value: new Decimal(8),
        notes: `=1+1 ${'long '.repeat(190)}`,
      }));
      await enterMetrics(scopeOn(use().database, NOW), { period: '2026-03', entries });
      const { quality } = await contentOf(use().database, QUARTER);
      const [note, ...others] = rowsOf(quality.notes as PackTable);
      expect(others).toEqual([]);
      expect(note?.[0]).toMatch(/^=1\+1 long .*long…$/);
      expect(note?.slice(1)).toEqual(['tester', 'Managed Services Agreements of March 2026; Employees of March 2026']);
    });

    it('is for every viewer, and refused to nobody, of an unknown organization and of a presentation', async () => {
      const { name, bytes } = await pack({});
      expect([name, Buffer.from(bytes.subarray(0, 8)).toString()]).toEqual(['business-review-2026-Q1.pdf', '%PDF-1.7']);
      await expect(pack({}, NOBODY)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      await expect(pack({}, keyViewer())).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND' });
      await expect(pack({}, keyViewer('viewer'), 7)).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND' });
      await expect(pack({ period: '2026-Q5' })).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
      await expect(pack({ presentation: 1 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        field: 'presentation',
      });
    });
  });
});
