import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyDirectory } from '../kit/directories.ts';
import { document, useHarness } from './harness.ts';

const MINUTES = 60_000;

describe('qbr import', () => {
  const use = useHarness();
  const fileOf = (...lines: readonly string[]) => {
    const path = join(emptyDirectory(), 'values.csv');
    writeFileSync(path, lines.join('\n'));
    return path;
  };

  it(
    'shows, stores and undoes; --json is the same document in each case',
    async () => {
      const { qbr } = use();
      const file = fileOf('Metric,Jan 2025,Feb 2025', 'NRR,1,2', 'MRR,"1,000.50",');
      const shown = await qbr(['import', file, '--dry-run', '--json']);
      expect(shown.status).toBe(0);
      expect(document(shown)).toEqual({
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        counts: { same: 0, new: 3, changed: 0, refused: 0, ignored: 0, differs: 0, conflict: 0 },
        cells: expect.arrayContaining([
          {
            where: 'line 3, column B',
            period: '2025-01',
            metric: 'mrr',
            state: 'new',
            before: null,
            after: '1000.5',
            reason: null,
          },
        ]),
        dependents: expect.arrayContaining([{ period: '2025-Q1', metric: 'nrr', before: null, after: '3' }]),
        applied: false,
      });
      expect(document(await qbr(['import', file, '--json']))).toEqual({ ...document(shown), applied: true });
      const again = await qbr(['import', file]);
      expect(again.stdout).toBe('3 cells: 3 same.\nNothing has changed.\n');
      const undone = await qbr(['import', 'undo', '1']);
      expect(undone.stdout).toContain('Undone: import 1, file values.csv.');
      expect((await qbr(['import', 'undo', '1'])).status).toBe(3);
      expect(document(await qbr(['import', file, '--dry-run', '--json'])).counts.new).toBe(3);
    },
    5 * MINUTES,
  );

  it(
    'exits 3 where something is refused or has to be asked, names the option, and stores nothing',
    async () => {
      const { qbr } = use();
      const refused = await qbr(['import', fileOf('Metric,Jan 2025', 'NRR,7', 'Cups,1'), '--json']);
      expect([refused.status, document(refused).applied]).toEqual([3, false]);
      const skipping = await qbr(['import', fileOf('Metric,Mar 2025', 'NRR,7', 'Cups,1'), '--skip-refused']);
      expect(skipping.status).toBe(0);
      expect(skipping.stdout).toContain('refused line 3, column B: Cups of 2025-03 (“Cups” is not a metric)');
      const dates = fileOf('Metric,01/02/2025', 'ORR,1');
      const asked = await qbr(['import', dates]);
      expect([asked.status, asked.stderr]).toEqual([
        ...[3, 'Nothing was stored: say it with --dates month-first or --dates day-first.\n'],
      ]);
      expect((await qbr(['import', dates, '--dates', 'day-first'])).stdout).toContain('orr of 2025-02 — → 1');
      const column = await qbr(['import', dates, '--label-column', '1']);
      expect([column.status, column.stderr]).toEqual([3, 'qbr: --label-column must be letters such as A\n']);
    },
    5 * MINUTES,
  );
});
