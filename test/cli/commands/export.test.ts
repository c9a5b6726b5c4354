import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { processTerminal } from '#src/cli/terminal.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { ENDED_MONTH, useHarness } from '../harness.ts';

const YEAR = ENDED_MONTH.slice(0, 4);

describe('qbr export', () => {
  const use = useHarness();

  it('writes a year and its values, also where a running server holds the database', async () => {
    const { qbr, start } = use();
    await qbr(['enter', ENDED_MONTH, 'nrr', '-2044.5']);
    const server = start(['serve'], { QBR_PORT: '0' });
    await server.waitFor('Listening on');
    try {
      const out = join(emptyDirectory(), 'review.xlsx');
      expect(await qbr(['export', 'workbook', '--year', YEAR, '--out', out])).toMatchObject({
        ...{ status: 0, stdout: '', stderr: `Wrote ${out}.\n` },
      });
      const { sheets } = await readXlsx(readFileSync(out));
      expect(sheets[0]?.rows.flat()).toContain(-2044.5);
      const long = await qbr(['export', 'csv', '--year', YEAR, '--long']);
      expect(long.stdout).toMatch(new RegExp(`^period,metric,value,.*\r\n${ENDED_MONTH},nrr,-2044.5,manual,`));
      const wide = await qbr(['export', 'csv', '--year', YEAR, '--bom']);
      expect(wide.stdout.slice(0, 9)).toBe('\uFEFFCategory');
      const lines = await qbr(['export', 'values', '--from', ENDED_MONTH, '--format', 'jsonl']);
      expect(JSON.parse(lines.stdout)).toMatchObject({ period: ENDED_MONTH, metric: 'nrr', value: '-2044.5' });
    } finally {
      server.process.kill('SIGTERM');
      await server.ended;
    }
  });

  it('replaces a file that is named, and none that it names itself', async () => {
    const { qbr } = use();
    const out = join(emptyDirectory(), 'review.xlsx');
    for (let count = 0; count < 2; count += 1) {
      expect(await qbr(['export', 'workbook', '--year', YEAR, '--out', out])).toMatchObject({ status: 0 });
    }
    const { saveFile } = processTerminal();
    await expect(saveFile(out, 'new', { isNew: true })).rejects.toThrow(
      `exists already; to replace it, name it: --out ${out}`,
    );
    expect(readFileSync(out).length).toBeGreaterThan(10_000);
  });

  it('charts and adds what is asked for', async () => {
    const { qbr } = use();
    const out = join(emptyDirectory(), 'review.xlsx');
    await qbr(['export', 'workbook', '--year', YEAR, '--trends', 'lost_mrr,nrr', '--history', '2', '--out', out]);
    const { sheets } = await readXlsx(readFileSync(out));
    expect(sheets.find(({ name }) => name === 'Trends')?.charts).toHaveLength(2);
    const unknown = await qbr(['export', 'workbook', '--year', YEAR, '--trends', 'nothing', '--out', out]);
    expect([unknown.status, unknown.stderr]).toEqual([3, expect.stringContaining('Unknown metric: nothing')]);
    const long = await qbr(['export', 'workbook', '--year', YEAR, '--history', 'ten', '--out', out]);
    expect([long.status, long.stderr]).toEqual([3, expect.stringContaining('history must be 0 to 10 years')]);
  });

  it('refuses what is no year, and a file that cannot be written', async () => {
    const { qbr } = use();
    const wrong = await qbr(['export', 'csv', '--year', '26']);
    expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([
      3,
      '',
      expect.stringContaining('year must be four digits'),
    ]);
    const unwritable = await qbr(['export', 'workbook', '--year', YEAR, '--out', '/nowhere/review.xlsx']);
    expect([unwritable.status, unwritable.stderr]).toEqual([
      3,
      expect.stringContaining('/nowhere/review.xlsx cannot be written'),
    ]);
  });
});
