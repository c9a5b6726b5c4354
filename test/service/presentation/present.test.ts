import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { Decimal, Fraction } from '#src/core/number.ts';
import { presentationText } from '#src/core/presentation/text.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { canonicalText, canonicalValue } from '#src/service/canonical-json.ts';
import { exportDerivation } from '#src/service/derivation/derivation.ts';
import { exportPack } from '#src/service/pack/pack.ts';
import { compareStates, reportDifference } from '#src/service/presentation/differences.ts';
import { type Presentation, requirePresented } from '#src/service/presentation/presentation.ts';
import { stateOf } from '#src/service/presentation/state.ts';
import { verifyPresentations } from '#src/service/presentation/verify.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { underFormulas } from '../../core/presentation/states.ts';
import { enterMonths, FIRST_QUARTER_2025, WHOLE_MONTH } from '../../graphql/books.ts';
import { describeOnBothDatabases, emptyDatabase, withoutAuditTriggers } from '../../kit/databases.ts';

import { enter, scopeOn } from '../../kit/services.ts';
import { hasPython, verify } from '../../kit/verifier.ts';
import { act, fillQuarter, perform } from './acts.ts';
import { PRESENTED_AT, present, presented, SETTINGS, since } from './world.ts';

const QUARTER = '2025-Q1';

const FORMULAS = [
  { net_profit: 'total_revenue - total_expenses - 1' },
  { 'kpi:net_profit_pct': 'net_profit / (total_revenue + 1)' },
  { total_revenue: 'nrr + mrr', 'kpi:rhem': 'reactive_time_spent / endpoints_managed' },
];

/** Every way in which a presentation is rendered. */
async function renderings(database: Database, { content, digest, version }: Presentation) {
  const report = createReport(scopeOn(database, PRESENTED_AT), createSnapshots(database));
  const { bytes } = await exportPack(report, { period: QUARTER, paper: 'letter', presentation: version });
  const { text } = await exportDerivation(report, content.period, version);
  return [canonicalText(content), presentationText(content, digest), Buffer.from(bytes).toString('base64'), text];
}

const CHANGES = ["UPDATE qbr_presentation SET note = 'x'", 'DELETE FROM qbr_presentation', 'TRUNCATE qbr_presentation'];

describeOnBothDatabases('a presentation', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
  });

  it('stays as it was, and every later change is told: rules first, then data, with nothing left over', async () => {
    const { database } = use();
    await fillQuarter(database);
    await present(database, QUARTER, { note: 'to the owners' });
    const presentation = await presented(database, QUARTER);
    const before = await renderings(database, presentation);
    const acts = fc.array(act, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom({}, ...FORMULAS), async (done, formulas) => {
        for (const each of done) await perform(database, each);
        const again = await presented(database, QUARTER, 1);
        expect(canonicalText(again.content)).toBe(before[0]);
        expect([again.digest, presentationText(again.content, again.digest)]).toEqual([presentation.digest, before[1]]);
        const report = createReport(scopeOn(database, PRESENTED_AT), createSnapshots(database));
        const live = canonicalValue(await stateOf(report, presentation.period, SETTINGS));
        const now = underFormulas(live, formulas);
        const { rules, differences } = compareStates(again.content, now);
        const told = rules.filter(({ kind }) => kind === 'FORMULA').map(({ after }) => after);
        expect(told.sort()).toEqual(Object.values(formulas).sort());
        const values = (of: typeof now) =>
          new Map(
            of.values.flatMap(({ kind, key, period, value }) =>
              value === null ? [] : [[`${kind} ${key} ${period}`, value]],
            ),
          );
        const [was, is] = [values(again.content), values(now)];
        const expected = [...new Set([...was.keys(), ...is.keys()])].map((name) => [
          name,
          was.get(name) ?? null,
          is.get(name) ?? null,
        ]);
        expect(
          differences.map((each) => [`${each.kind} ${each.key} ${each.period}`, each.presented, each.now]).sort(),
        ).toEqual(expected.sort());
        for (const difference of differences) {
          const why = reportDifference(difference);
          if (difference.state === 'NEW' || difference.state === 'GONE') expect(why.reason).toMatch(/absent/);
          else if (!why.attributable)
            expect(why.reason).toBe('there is no value on the way from one state to the other');
          else {
            const parts = [...why.parts, ...why.contributions].reduce(
              (sum, each) => sum.add(new Fraction(each.exact)),
              new Fraction(0),
            );
            expect(parts.toFraction()).toBe(new Fraction(why.exact ?? 0).toFraction());
            const shown = [...why.parts, ...why.contributions].reduce(
              (sum, each) => sum.plus(each.shown),
              new Decimal(0),
            );
            const change = new Decimal(difference.now ?? 0).minus(difference.presented ?? 0);
            expect(
              shown.minus(change).abs().lessThanOrEqualTo('0.00005') || difference.definition.format !== 'percentage',
            ).toBe(true);
          }
        }
      }),
      { numRuns: 8 },
    );
    expect(await renderings(database, await presented(database, QUARTER, 1))).toEqual(before);
    expect(await verifyPresentations(database)).toMatchObject([{ presentations: 1, problems: [] }]);
    if (hasPython) expect(verify([before[3] ?? '']).found).toEqual([[]]);
  });

  it('needs gaps to be accepted, and none where everything is there', async () => {
    const { database } = use();
    await enterMonths(database, FIRST_QUARTER_2025);
    const scope = scopeOn(database, PRESENTED_AT);
    await expect(present(database, QUARTER, { acceptGaps: false })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: 'acceptGaps',
      gaps: expect.arrayContaining([
        {
          kind: 'missing_input',
          period: '2025-01',
          metric: 'agreements',
          message: 'Managed Services Agreements of January 2025',
        },
      ]),
    });
    expect(await database.prisma.presentation.count()).toBe(0);
    await enter(database, '2025-06', { ...WHOLE_MONTH, prospects_to_pbr: 1 }, PRESENTED_AT);
    await expect(present(database, '2025-06', { acceptGaps: false })).resolves.toMatchObject({ version: 1 });
    await expect(present(database, '2026-04')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    await expect(present(database, '2026-Q2')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    await expect(present(database, '2025-Q9')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    await expect(requirePresented(scope, { period: '2025-Q1' as never })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const viewer = { ...scope, viewer: keyViewer('viewer') };
    await expect(requirePresented(viewer, { period: '2025-06' as never })).resolves.toMatchObject({ version: 1 });
  });

  it('is never replaced: presenting again makes the next version', async () => {
    const { database } = use();
    await enterMonths(database, FIRST_QUARTER_2025);
    const first = await present(database, QUARTER, { note: ' first ' });
    await enter(database, '2025-02', { mrr: 1 }, PRESENTED_AT);
    const second = await present(database, QUARTER);
    expect([first, second]).toMatchObject([
      { version: 1, note: 'first', previousDigest: '0'.repeat(64) },
      { version: 2, note: null, previousDigest: first.digest },
    ]);
    expect((await presented(database, QUARTER, 1)).digest).toBe(first.digest);
    const changed = (await since(database, await presented(database, QUARTER, 2))).differences;
    expect(changed.filter(({ state }) => state !== 'SAME')).toEqual([]);
    // Citus has no trigger that refuses it.
    for (const sql of database.distributed.size > 0 ? [] : CHANGES) {
      await expect(database.prisma.$executeRawUnsafe(sql)).rejects.toThrow(/What was presented stays/);
    }
    const entries = await database.prisma.auditEntry.findMany({
      where: { action: 'period.presented' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ detail }) => detail)).toMatchObject([
      { period: QUARTER, version: 1, digest: first.digest, note: 'first' },
      { period: QUARTER, version: 2, digest: second.digest },
    ]);
  });

  it('that was changed, moved, inserted or removed is found', async () => {
    const { database } = use();
    await enterMonths(database, FIRST_QUARTER_2025);
    for (const period of ['2025-01', '2025-02', '2025-01']) await present(database, period);
    const problems = async () => (await verifyPresentations(database)).flatMap((each) => each.problems);
    expect(await problems()).toEqual([]);
    const attempts: readonly (readonly [string, string, RegExp])[] = [
      [
        `UPDATE qbr_presentation SET content = jsonb_set(content, '{values,0,display}', '"$1.00"') WHERE period = '2025-02'`,
        'its content',
        /Presentation 1 of February 2025 has been changed: its digest does not match its content/,
      ],
      [
        "UPDATE qbr_presentation SET note = 'other' WHERE period = '2025-02'",
        'its note',
        /its note is not that of its content/,
      ],
      ["UPDATE qbr_presentation SET presented_by = 'x' WHERE period = '2025-02'", 'who', /its presentedBy is not that/],
      [
        "UPDATE qbr_presentation SET version = 7 WHERE period = '2025-02'",
        'its version',
        /Presentation 1 of February 2025 is missing/,
      ],
      [
        "DELETE FROM qbr_presentation WHERE period = '2025-02'",
        'a row',
        /Presentation 1 of February 2025 is missing: entry \d+/,
      ],
      [
        "DELETE FROM qbr_presentation WHERE period = '2025-01' AND version = 2",
        'the last',
        /Presentation 2 of January 2025 is missing/,
      ],
      [
        `UPDATE qbr_presentation SET previous_digest = repeat('a', 64) WHERE period = '2025-02'`,
        'the order',
        /The presentation before Presentation 1 of February 2025 is missing/,
      ],
      [
        `DELETE FROM qbr_audit WHERE action = 'period.presented' AND detail->>'period' = '2025-02'`,
        'the trail',
        /Presentation 1 of February 2025 has no entry in the audit trail/,
      ],
    ];
    for (const [sql, what, message] of attempts) {
      const rows = await database.prisma.$queryRawUnsafe<object[]>('SELECT to_jsonb(p) AS row FROM qbr_presentation p');
      const audit = await database.prisma.$queryRawUnsafe<object[]>(
        'SELECT to_jsonb(a) AS row FROM qbr_audit a ORDER BY id',
      );
      await withoutAuditTriggers(database, [sql]);
      expect([what, (await problems()).join('; ')]).toEqual([what, expect.stringMatching(message)]);
      const restore = (table: string, all: readonly object[]) =>
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, '${JSON.stringify(all.map((each) => (each as { row: object }).row)).replaceAll("'", "''")}'::jsonb)`;
      await withoutAuditTriggers(database, [
        ...['DELETE FROM qbr_presentation', restore('qbr_presentation', rows)],
        ...['DELETE FROM qbr_audit', restore('qbr_audit', audit)],
      ]);
      expect([what, await problems()]).toEqual([what, []]);
    }
    // One who also recomputes the digest is found by the audit trail, whose entries hold it.
    await withoutAuditTriggers(database, [
      `UPDATE qbr_presentation SET digest = repeat('b', 64) WHERE period = '2025-02'`,
    ]);
    expect((await problems()).join('; ')).toMatch(/is not the one that entry \d+ of the audit trail records/);
    await withoutAuditTriggers(database, [
      `UPDATE qbr_audit SET detail = jsonb_set(detail, '{digest}', to_jsonb(repeat('b', 64))) WHERE detail->>'period' = '2025-02' AND action = 'period.presented'`,
    ]);
    expect((await verifyAudit(database)).flatMap((each) => each.problems.map(({ message }) => message)).join()).toMatch(
      /has been changed/,
    );
  });
});
