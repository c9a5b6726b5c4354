import { beforeEach, expect, it } from 'vitest';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { fillQuarters, QUARTER } from '../service/pack/world.ts';
import { fillQuarter, MAPPINGS, perform } from '../service/presentation/acts.ts';
import { present } from '../service/presentation/world.ts';
import { openApi } from './api.ts';

const HEADERS = `{ organization { period(key: "${QUARTER}") { presentations { version digest note } } } }`;
const FROZEN = `{ organization { presentation(period: "${QUARTER}") { version digest content
  values { definition { key kind label category format description formula } period value formatted state status months source
    enteredBy notes calculation change }
  ofMonths: values(includeMonths: true) { period } } } }`;

interface Frozen {
  readonly organization: {
    readonly presentation: {
      readonly version: number;
      readonly digest: string;
      readonly content: object;
      readonly values: readonly { readonly definition: { readonly key: string } }[];
      readonly ofMonths: readonly unknown[];
    };
  };
}

describeOnBothDatabases('presentations in GraphQL', (use) => {
  beforeEach(async () => {
    await emptyDatabase(use());
    await fillQuarters(use().database);
  });

  it('are read with a period only where they are asked for', async () => {
    await present(use().database, QUARTER);
    const api = openApi(use());
    const report = `{ organization { period(key: "${QUARTER}") { smartNumbers { formatted status breakdown { display } } } } }`;
    const [plain, headers] = [
      await use().statementsOf(() => api.ask(report)),
      await use().statementsOf(() => api.ask(HEADERS)),
    ];
    expect(plain.filter((sql) => sql.includes('qbr_presentation'))).toEqual([]);
    expect(plain).toHaveLength(1);
    expect(headers.filter((sql) => sql.includes('qbr_presentation'))).toHaveLength(1);
    expect(headers.filter((sql) => sql.includes('content'))).toEqual([]);
  });

  it('are read in one statement for many periods', async () => {
    await present(use().database, '2026-01');
    const api = openApi(use());
    const query = '{ organization { periods(from: "2026-01", to: "2026-03") { presentations { version } } } }';
    const statements = await use().statementsOf(() => api.ask(query));
    expect(statements.filter((sql) => sql.includes('qbr_presentation'))).toHaveLength(1);
  });

  it('name a changed rule before the data, with what it contributes', async () => {
    await emptyDatabase(use());
    const { database } = use();
    await fillQuarter(database);
    await present(database, '2025-02');
    await perform(database, { verb: 'map', mapping: MAPPINGS[1] });
    await perform(database, { verb: 'books', managed: 5_000, basis: 'Accrual' });
    const { organization } = (await openApi(use()).ask(`{ organization { presentation(period: "2025-02") {
      ruleChanges { kind subject period before after }
      differences(states: [CHANGED]) { definition { key kind } presented now
        attribution { exact parts { kind label contribution exact formatted } contributions { exact definition { key } } } } } } }`)) as unknown as {
      organization: {
        presentation: { ruleChanges: object[]; differences: { definition: { key: string; kind: string } }[] };
      };
    };
    const { ruleChanges, differences } = organization.presentation;
    expect(ruleChanges).toContainEqual({
      ...{ kind: 'ACCOUNT_MAPPING', subject: 'Accounts of mrr', period: '2025-02' },
      ...{ before: 'Managed Services', after: 'Managed Services, Project Labor' },
    });
    expect(
      differences.find(({ definition }) => definition.key === 'mrr' && definition.kind === 'METRIC'),
    ).toMatchObject({
      ...{ presented: '4100', now: '2956' },
      attribution: {
        exact: '-1144/1',
        parts: [
          {
            ...{ kind: 'ACCOUNT_MAPPING', label: 'another mapping of accounts', contribution: '-2044' },
            ...{ exact: '-2044/1', formatted: '-$2,044.00' },
          },
        ],
        contributions: [{ exact: '900/1', definition: { key: 'mrr' } }],
      },
    });
  });

  it('are what was shown, under their digest, and evict cached answers', async () => {
    const api = openApi(use());
    expect(await api.ask(HEADERS)).toEqual({ organization: { period: { presentations: [] } } });
    const { digest } = await present(use().database, QUARTER, { note: 'first' });
    expect(await api.ask(HEADERS)).toEqual({
      organization: { period: { presentations: [{ version: 1, digest, note: 'first' }] } },
    });
    const { presentation } = ((await api.ask(FROZEN)) as unknown as Frozen).organization;
    expect([presentation.version, presentation.digest]).toEqual([1, digest]);
    expect(canonicalDigest(presentation.content)).toBe(digest);
    expect(presentation.values.find(({ definition }) => definition.key === 'net_profit_pct')).toMatchObject({
      definition: {
        kind: 'SMART_NUMBER',
        label: 'Net Profit %',
        category: 'Profit',
        formula: 'net_profit / total_revenue',
      },
      ...{ period: QUARTER, formatted: '14.20%', state: 'EXACT', status: 'WARNING' },
      ...{ months: ['2026-01', '2026-02', '2026-03'], source: 'CALCULATED', enteredBy: null, notes: null },
      calculation: '$70,200.00 ÷ $494,400.00 = 14.20%',
    });
    expect(presentation.ofMonths.length).toBeGreaterThan(presentation.values.length * 3);
  });
});
