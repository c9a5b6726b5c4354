import { strToU8 } from 'fflate';
import iconv from 'iconv-lite';
import { beforeEach, describe, expect, it } from 'vitest';
import { readNumber } from '#src/core/transfer/number-text.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { applyImport, previewImport } from '#src/service/transfer/import.ts';
import { undoImport } from '#src/service/transfer/undo-import.ts';
import { releaseMetrics } from '#src/service/values/release.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, scopeOn } from '../../kit/services.ts';

/**
 * What people complain about in the imports of other programs, numbered as in the list that was made of them. 14 and 15, exports of
 * numbers as text and guards that spoil negative numbers, are in `files/csv-text.test.ts` and `service/export`.
 */
describeOnBothDatabases('complaints about imports', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await enter(use().database, '2025-01', { nrr: '-110.7', mrr: '5', employees: '8.5' });
  });

  const scope = () => scopeOn(use().database);
  const csv = (...lines: readonly string[]) => ({ bytes: strToU8(lines.join('\n')), fileName: 'values.csv' });
  const preview = (file: ReturnType<typeof csv>) => previewImport(scope(), file);
  const apply = (file: ReturnType<typeof csv>) => applyImport(scope(), file);
  const shown = async (file: ReturnType<typeof csv>) =>
    (await preview(file)).cells.map(
      ({ where, state, after, reason }) => `${where} ${state} ${after?.toFixed() ?? reason}`,
    );
  const counted = () => use().database.prisma.monthlyMetric.count();

  it('1: "-110.7" became −1,107.00: digits are never shifted, and what is ambiguous is asked', async () => {
    expect(await shown(csv('Metric,Jan 2025', 'NRR,-110.7'))).toEqual(['line 2, column B same -110.7']);
    expect((await preview(csv('Metric\tJan 2025', 'NRR\t1.107'))).question).toMatchObject({ kind: 'number style' });
  });

  it('2: day and month were guessed: they are asked, with the months that both would give', async () => {
    const { question } = await preview(csv('Metric,01/02/2025', 'NRR,1'));
    expect(question).toMatchObject({ kind: 'date order', where: 'line 1, column B', text: '01/02/2025' });
    expect(question?.message).toContain('2025-01 or 2025-02');
  });

  it('3: invalid dates were swallowed: they are refused with place and text', async () => {
    expect(await shown(csv('period,metric,value', '2025-13,nrr,1'))).toEqual([
      'line 2, column C refused “2025-13” is not a month such as 2026-01',
    ]);
  });

  it('4: importing again made phantom rows: the same file twice changes nothing', async () => {
    const file = csv('Metric,Jan 2025,Feb 2025', 'ORR,1,2');
    await apply(file);
    const count = await counted();
    expect(await apply(file)).toMatchObject({ importId: null, counts: { same: 2 } });
    expect(await counted()).toBe(count);
  });

  it('5: there was no way back: one act undoes an import', async () => {
    const count = await counted();
    const { importId } = await apply(csv('Metric,Jan 2025,Feb 2025', 'ORR,1,2', 'MRR,6,7'));
    await undoImport(scope(), importId ?? 0);
    expect(await counted()).toBe(count);
  });

  it('6: deleted values could not be imported again: a file is compared with what is stored, not with earlier files', async () => {
    const file = csv('Metric,Jan 2025', 'Lost MRR,1');
    await apply(file);
    await releaseMetrics(scope(), { period: '2025-01', metrics: ['lost_mrr'] });
    expect(await shown(file)).toEqual(['line 2, column B new 1']);
  });

  it('7: duplicates were dropped silently: two cells for one value are an error that names both', async () => {
    expect(await shown(csv('Metric,Jan 2025', 'ORR,1', 'Other Recurring Revenue (ORR),1'))).toEqual([
      'line 2, column B refused The file has this value also at line 3, column B',
      'line 3, column B refused The file has this value also at line 2, column B',
    ]);
  });

  it('8: headings did not match: what is missing is said, and the beginning of the file is shown', async () => {
    const { question, samples } = await preview(csv('Konto,Betrag', 'Umsatz,1'));
    expect(question?.message).toContain('No row of months and no column of metrics were found');
    expect(samples).toEqual([
      {
        name: '',
        rows: [
          ['Konto', 'Betrag'],
          ['Umsatz', '1'],
        ],
      },
    ]);
  });

  it('9: it stopped half-way: all of a file is stored, or nothing', async () => {
    const file = csv('Metric,Jan 2025,Feb 2025', 'ORR,1,2', 'MRR,about,7');
    const count = await counted();
    await expect(apply(file)).rejects.toMatchObject({ problems: [{ where: 'line 3, column B' }] });
    expect(await counted()).toBe(count);
  });

  it('10: marks, encodings and line ends: they are found out, and what is assumed is said', async () => {
    const text = 'Metric;Jän;Jan 2025\r\nNRR;;7\r\n# of Employees;;8,5\r\n';
    for (const [encoding, note] of [
      ['utf-8', null],
      ['utf-16le', null],
      ['windows-1252', 'The file is not UTF-8; it was read as Windows-1252'],
    ] as const) {
      const bytes = Uint8Array.from(iconv.encode(text, encoding, { addBOM: encoding !== 'windows-1252' }));
      const { cells, notes } = await preview({ bytes, fileName: 'values.csv' });
      expect(cells.map(({ state }) => state)).toEqual(['changed', 'same']);
      expect(notes).toEqual(note === null ? [] : [note]);
    }
  });

  it('11: rows were lost without a word: every cell that holds something has a state', async () => {
    const file = csv('Metric,Jan 2025,Feb 2025,Q1 2025', 'NRR,1,x,3', 'Cups,4,5,6', 'MRR,,7,', 'Total Revenue,8,,9');
    const { cells, counts } = await preview(file);
    expect(cells).toHaveLength(9);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(9);
  });

  it('12: the dry run checked less than the import: it is the same code, bound by its digest', async () => {
    const file = csv('Metric,Jan 2025', 'ORR,1');
    const { digest, dependents } = await preview(file);
    await closePeriod(scope(), { period: '2025-01' });
    await expect(applyImport(scope(), { ...file, digest })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(dependents.length).toBeGreaterThan(0);
  });

  it('13: an empty cell erased: a blank leaves a value alone, and erasing needs the word', async () => {
    await apply(csv('Metric,Jan 2025,Feb 2025', 'MRR,,1', 'Employees,erase,'));
    const rows = await use().database.prisma.monthlyMetric.findMany({ where: { period: '2025-01' } });
    expect(rows.map(({ metricName }) => metricName)).toEqual(expect.arrayContaining(['mrr', 'nrr']));
    expect(rows.map(({ metricName }) => metricName)).not.toContain('employees');
  });
});

describe('complaint 1', () => {
  it('holds for every place that a separator can have', () => {
    for (const text of ['-110.7', '-11.07', '-1.107', '-.1107', '-1107']) {
      expect(readNumber(text, 'point')?.value.toString()).toBe(String(Number(text)));
    }
  });
});
