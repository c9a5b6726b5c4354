import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestDatabase, withoutAuditTriggers } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { document, ENDED_MONTH, useHarness } from '../harness.ts';

describe('qbr present, presentations and presentation', () => {
  const use = useHarness();

  it('freeze a period, show it as it was and what has changed, and find that somebody changed it', async () => {
    const { qbr, database } = use();
    await qbr(['enter', ENDED_MONTH, 'mrr', '1000']);
    const refused = await qbr(['present', ENDED_MONTH]);
    expect([refused.status, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toMatch(/has gaps; accept them to present it nevertheless\. \d+ missing: /);
    expect(document(await qbr(['presentations', '--json']))).toEqual({ presentations: [] });

    const made = document(await qbr(['present', ENDED_MONTH, '--accept-gaps', '--note', 'for the owners', '--json']));
    expect(made).toMatchObject({ period: ENDED_MONTH, version: 1, note: 'for the owners' });
    const shown = await qbr(['presentation', 'show', ENDED_MONTH]);
    expect(shown.stdout).toContain('Monthly Recurring Revenue (MRR): $1,000.00');
    const json = await qbr(['presentation', 'show', ENDED_MONTH, '--json']);
    expect(document(json)).toMatchObject({ digest: made.digest, content: { format: 'qbr-presentation-1' } });

    await qbr(['enter', ENDED_MONTH, 'mrr', '1250']);
    for (const [args, before] of [
      [[], shown],
      [['--version', '1', '--json'], json],
    ] as const) {
      expect((await qbr(['presentation', 'show', ENDED_MONTH, ...args])).stdout).toBe(before.stdout);
    }
    const differences = document(await qbr(['presentation', 'show', ENDED_MONTH, '--differences', '--json']));
    expect(differences.differences.filter(({ state }: { state: string }) => state !== 'SAME')).toMatchObject([
      {
        ...{ kind: 'metric', key: 'mrr', period: ENDED_MONTH, state: 'CHANGED', presented: '1000', now: '1250' },
        attribution: { attributable: true, exact: '250/1', contributions: [{ metric: 'mrr', exact: '250/1' }] },
      },
    ]);
    const text = (await qbr(['presentation', 'show', ENDED_MONTH, '--differences'])).stdout;
    expect(text).toContain('CHANGED Monthly Recurring Revenue (MRR): $1,000.00 -> $1,250.00');

    const out = join(emptyDirectory(), 'derivation.json');
    expect((await qbr(['derivation', ENDED_MONTH, '--presentation', '1', '--out', out])).status).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8')).leaves).toContainEqual(
      expect.objectContaining({ key: 'mrr', value: '1000' }),
    );
    expect((await qbr(['presentation', 'show', ENDED_MONTH, '--version', '2'])).status).toBe(3);
    expect(await qbr(['presentations'])).toMatchObject({ status: 0, stdout: expect.stringContaining('version 1') });

    expect(document(await qbr(['presentation', 'verify', '--json']))).toMatchObject({ isProven: true });
    const opened = await openTestDatabase(database.connection);
    await withoutAuditTriggers(opened, [
      `UPDATE qbr_presentation SET content = jsonb_set(content, '{label}', '"other"')`,
    ]);
    await opened.close();
    const changed = await qbr(['presentation', 'show', ENDED_MONTH]);
    expect([changed.status, changed.stdout]).toEqual([1, '']);
    expect(changed.stderr).toContain('This presentation has been changed');
    const verified = await qbr(['presentation', 'verify']);
    expect([verified.status, verified.stdout]).toEqual([1, expect.stringContaining('CHANGED, 1 problem')]);
  }, 180_000);
});
