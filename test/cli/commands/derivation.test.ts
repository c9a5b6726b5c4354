import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMonth, quarterOf } from '#src/core/period.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { hasPython, verify } from '../../kit/verifier.ts';
import { ENDED_MONTH, useHarness } from '../harness.ts';

describe('qbr derivation', () => {
  const use = useHarness();

  it('writes the derivation of a month or quarter, to a file or to standard output, also beside a running server', async () => {
    const { qbr, start } = use();
    await qbr(['enter', ENDED_MONTH, 'nrr', '-2044.5']);
    const quarter = quarterOf(parseMonth(ENDED_MONTH));
    const out = join(emptyDirectory(), 'derivation.json');
    expect(await qbr(['derivation', quarter, '--out', out])).toMatchObject({
      ...{ status: 0, stdout: '', stderr: `Wrote ${out}.\n` },
    });
    const file = readFileSync(out, 'utf8');
    expect(JSON.parse(file)).toMatchObject({ format: 'qbr-derivation-1', period: quarter });
    const server = start(['serve'], { QBR_PORT: '0' });
    await server.waitFor('Listening on');
    try {
      const { status, stdout, stderr } = await qbr(['derivation', ENDED_MONTH]);
      expect([status, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ period: ENDED_MONTH, months: [ENDED_MONTH] });
      if (hasPython) expect(verify([file, stdout])).toMatchObject({ status: 0, found: [[], []] });
    } finally {
      server.process.kill('SIGTERM');
      await server.ended;
    }
  });

  it('refuses a period that does not exist, and a file that cannot be written', async () => {
    const { qbr } = use();
    const refused = async (...args: readonly string[]) => {
      const { status, stdout, stderr } = await qbr(['derivation', ...args]);
      expect([status, stdout]).toEqual([3, '']);
      return stderr;
    };
    expect(await refused('2026-Q5')).toContain('2026-Q5');
    expect(await refused(ENDED_MONTH, '--out', '/nowhere/derivation.json')).toContain('/nowhere/derivation.json');
  });
});
