import { beforeEach, expect, it } from 'vitest';
import { canonicalText } from '#src/service/canonical-json.ts';
import { reportDifference } from '#src/service/presentation/differences.ts';
import { verifyPresentations } from '#src/service/presentation/verify.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter } from '../../kit/services.ts';
import { fillQuarters, QUARTER } from '../pack/world.ts';
import { PRESENTED_AT, present, presented, since } from './world.ts';

describeOnBothDatabases('a presentation', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await fillQuarters(use().database);
  });

  it('tries', async () => {
    const { database } = use();
    console.time('present');
    const row = await present(database, QUARTER, { note: 'to the owners' });
    console.timeEnd('present');
    console.log(row);
    const presentation = await presented(database, QUARTER);
    const text = canonicalText(presentation.content);
    console.log(
      text.length,
      Object.fromEntries(Object.entries(presentation.content).map(([k, v]) => [k, JSON.stringify(v).length])),
    );
    await enter(database, '2026-02', { mrr: 120_000 }, PRESENTED_AT);
    await enter(database, '2026-03', { owner_comp: 5 }, PRESENTED_AT);
    console.time('since');
    const { rules, differences } = await since(database, presentation);
    console.timeEnd('since');
    console.log(rules);
    for (const each of differences.filter((d) => d.state !== 'SAME')) {
      const { stages, definition, ...rest } = each;
      const r = reportDifference(each);
      console.log(
        rest,
        r.attributable,
        r.reason,
        r.exact,
        r.sentence,
        r.contributions.map((c) => [c.definition.key, c.exact, c.months.length]),
      );
    }
    console.log(await verifyPresentations(database));
    expect(1).toBe(1);
  });
});
