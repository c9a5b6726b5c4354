import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMonth, quarterOf } from '#src/core/period.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { ENDED_MONTH, useHarness } from '../harness.ts';

describe('qbr pack', () => {
  const use = useHarness();

  it('writes the pack of a month, the same from a running server that holds the database', async () => {
    const { qbr, start } = use();
    await qbr(['enter', ENDED_MONTH, 'nrr', '-2044.5']);
    const [alone, served] = ['alone.pdf', 'served.pdf'].map((name) => join(emptyDirectory(), name)) as [string, string];
    expect(await qbr(['pack', ENDED_MONTH, '--out', alone])).toMatchObject({
      ...{ status: 0, stdout: '', stderr: `Wrote ${alone}.\n` },
    });
    const server = start(['serve'], { QBR_PORT: '0' });
    await server.waitFor('Listening on');
    try {
      expect(await qbr(['pack', ENDED_MONTH, '--paper', 'letter', '--out', served])).toMatchObject({ status: 0 });
    } finally {
      server.process.kill('SIGTERM');
      await server.ended;
    }
    const bytes = readFileSync(alone);
    expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(readFileSync(served).equals(bytes)).toBe(true);
  });

  it('refuses a presentation, other paper, what is no period, and a file that cannot be written', async () => {
    const { qbr } = use();
    const quarter = quarterOf(parseMonth(ENDED_MONTH));
    const refused = async (...args: readonly string[]) => {
      const { status, stdout, stderr } = await qbr(['pack', ...args]);
      expect([status, stdout]).toEqual([3, '']);
      return stderr;
    };
    expect(await refused(quarter, '--presentation', '1')).toContain('has no presentation 1');
    expect(await refused(quarter, '--presentation', 'first')).toContain('--presentation must be a whole number from 1');
    expect(await refused(quarter, '--paper', 'a3')).toContain('Allowed choices are letter, a4');
    expect(await refused('2026-Q5')).toContain('2026-Q5');
    expect(await refused(quarter, '--out', '/nowhere/pack.pdf')).toContain('/nowhere/pack.pdf cannot be written');
  });
});
