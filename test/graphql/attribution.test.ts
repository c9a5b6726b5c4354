import { beforeAll, describe, expect, it } from 'vitest';
import { Decimal, Fraction } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { enterMonths, FIRST_QUARTER_2025, monthsUpTo, storeMonths, WHOLE_MONTH } from './books.ts';

const ATTRIBUTION = `attribution {
  attributable reason total exact formatted sentence
  contributions {
    definition { key label } before formattedBefore after formattedAfter contribution exact share formatted
    months { period contribution formatted }
  }
}`;

const ONE = `query ($period: Period!, $key: String!, $since: ComparisonPeriod! = PREVIOUS) {
  organization { period(key: $period) {
    smartNumber(key: $key) { change(since: $since) { reason ${ATTRIBUTION} } }
    metric(key: $key) { change(since: $since) { reason ${ATTRIBUTION} } }
  } }
}`;

const ALL = `query ($period: Period!, $since: ComparisonPeriod!) {
  organization { period(key: $period) {
    metrics(includeIntermediate: true) { definition { key } change(since: $since) { ...change } }
    smartNumbers { definition { key } change(since: $since) { ...change } }
  } }
}
fragment change on Change { absolute comparable reason ${ATTRIBUTION} }`;

interface Attribution {
  readonly attributable: boolean;
  readonly reason: string | null;
  readonly total: string;
  readonly exact: string;
  readonly formatted: string;
  readonly sentence: string;
  readonly contributions: readonly {
    readonly contribution: string;
    readonly exact: string;
    readonly formatted: string;
    readonly months: readonly { readonly formatted: string }[];
  }[];
}

interface Changed {
  readonly definition: { readonly key: string };
  readonly change: {
    readonly absolute: string | null;
    readonly comparable: boolean;
    readonly reason: string | null;
    readonly attribution: Attribution;
  };
}

/** The number of a display: 1250 of `+$1,250.00`. */
const numberIn = (display: string) => new Decimal(display.replace(/[$,+]| points$/g, ''));
const sumOf = (displays: readonly { readonly formatted: string }[]) =>
  displays.reduce((sum, { formatted }) => sum.plus(numberIn(formatted)), new Decimal(0)).toFixed();

describeOnBothDatabases('the attribution of a change', (use) => {
  let api: Api;
  beforeAll(() => {
    api = openApi(use());
  });

  describe('of the worked quarter since the one before', () => {
    beforeAll(async () => {
      await emptyDatabase(use());
      const closed = (count: number) => ({ reactive_tickets_closed: count, technical_employees: 5 });
      await enterMonths(use().database, {
        ...{ '2024-10': closed(300), '2024-11': closed(330), '2024-12': closed(360) },
        ...FIRST_QUARTER_2025,
      });
    });

    it('is what it is by hand, in fractions, and adds up as shown', async () => {
      // 990 / 5 / 3 = 66, then 1,080 / 5.5 / 3 = 720/11. Tickets first 6, last 60/11; technicians first -6, last -72/11.
      const answer = await api.ask(ONE, { period: '2025-Q1', key: 'tickets_per_tech_per_month' });
      expect(answer).toEqual({
        organization: {
          period: {
            metric: null,
            smartNumber: {
              change: {
                reason: null,
                attribution: {
                  ...{ attributable: true, reason: null, total: '-0.54545455', exact: '-6/11', formatted: '-0.55' },
                  sentence:
                    'Reactive Tickets / Tech / Month (closed) -0.55: Technical Employees -6.27, Reactive Tickets Closed +5.72.',
                  contributions: [
                    {
                      definition: { key: 'technical_employees', label: 'Technical Employees' },
                      ...{ before: '5', formattedBefore: '5', after: '5.5', formattedAfter: '5.5' },
                      ...{ contribution: '-6.27272727', exact: '-69/11', share: '11.5', formatted: '-6.27' },
                      months: [
                        { period: '2025-01', contribution: '-2.09090909', formatted: '-2.09' },
                        { period: '2025-02', contribution: '-2.09090909', formatted: '-2.09' },
                        { period: '2025-03', contribution: '-2.09090909', formatted: '-2.09' },
                      ],
                    },
                    {
                      definition: { key: 'reactive_tickets_closed', label: 'Reactive Tickets Closed' },
                      ...{ before: '990', formattedBefore: '990', after: '1080', formattedAfter: '1,080' },
                      ...{ contribution: '5.72727273', exact: '63/11', share: '-10.5', formatted: '+5.72' },
                      months: [
                        { period: '2025-01', contribution: '3.5', formatted: '+3.5' },
                        { period: '2025-02', contribution: '-2.29090909', formatted: '-2.29' },
                        { period: '2025-03', contribution: '4.51818182', formatted: '+4.51' },
                      ],
                    },
                  ],
                },
              },
            },
          },
        },
      });
    });

    it('tells a metric that is its own input by its months', async () => {
      const answer = (await api.ask(ONE, { period: '2025-Q1', key: 'reactive_tickets_closed' })) as never;
      expect(answer).toMatchObject({
        organization: {
          period: {
            metric: {
              change: {
                attribution: {
                  sentence: 'Reactive Tickets Closed +90: January 2025 +55, February 2025 -36, March 2025 +71.',
                  contributions: [{ definition: { key: 'reactive_tickets_closed' }, exact: '90/1' }],
                },
              },
            },
          },
        },
      });
    });

    it('is not there where the values cannot be compared, for the same reason', async () => {
      for (const [period, since] of [
        ['2025-Q1', 'YEAR_AGO'],
        ['2026-Q3', 'PREVIOUS'],
      ]) {
        const answer = await api.ask(ONE, { period, since, key: 'tickets_per_tech_per_month' });
        const reason = period === '2026-Q3' ? 'this period has not ended' : 'the earlier period has no value';
        const none = { total: null, exact: null, formatted: null, sentence: null, contributions: [] };
        expect(answer).toMatchObject({
          organization: {
            period: { smartNumber: { change: { reason, attribution: { attributable: false, reason, ...none } } } },
          },
        });
      }
    });
  });

  describe('after a write', () => {
    const change = async () => {
      const answer = await api.ask(ONE, { period: '2025-03', key: 'total_close_pct' });
      const { attribution } = (answer as { organization: { period: { smartNumber: Pick<Changed, 'change'> } } })
        .organization.period.smartNumber.change;
      return [attribution.reason, attribution.contributions.map(({ exact }) => exact)];
    };

    it('is of the values as they are now', async () => {
      await emptyDatabase(use());
      const month = (created: number) => ({ reactive_tickets_created: created, reactive_tickets_closed: 50 });
      await enterMonths(use().database, { '2025-02': month(50), '2025-03': month(40) });
      expect(await change()).toEqual([null, ['1/4']]);
      await enterMonths(use().database, { '2025-03': month(100) });
      expect(await change()).toEqual([null, ['-1/2']]);
      await enterMonths(use().database, { '2025-02': month(25) });
      expect(await change()).toEqual([null, ['-3/2']]);
    });

    it('that went past the program is refused, because the inputs do not give the stored value', async () => {
      await use().database.prisma.smartNumber.updateMany({
        where: { period: '2025-03', kpiName: 'total_close_pct' },
        data: { kpiValue: '0.6' },
      });
      const stale = openApi(use());
      const answer = await stale.ask(ONE, { period: '2025-03', key: 'total_close_pct' });
      expect(answer).toMatchObject({
        organization: {
          period: {
            smartNumber: {
              change: {
                attribution: {
                  attributable: false,
                  reason: 'the stored values are not what their inputs give; qbr recalculate corrects them',
                  contributions: [],
                },
              },
            },
          },
        },
      });
    });
  });

  describe('of every value of a company whose numbers all move', () => {
    beforeAll(async () => {
      await emptyDatabase(use());
      for (const [index, month] of monthsUpTo(parseMonth('2026-06'), 18).entries()) {
        const values = Object.entries(WHOLE_MONTH).map(([metric, value], place) => {
          const moved = new Decimal(value).times(100 + ((index * 7 + place * 5) % 13)).div(100);
          return [metric, moved.toDecimalPlaces(2).toFixed()] as const;
        });
        await storeMonths(use().database, [month], Object.fromEntries(values));
      }
    }, 60_000);

    it.each([
      ['2026-Q2', 'PREVIOUS'],
      ['2026-Q2', 'YEAR_AGO'],
      ['2026-05', 'PREVIOUS'],
    ])('adds up, exactly and as shown: %s, %s', async (period, since) => {
      const answer = (await api.ask(ALL, { period, since })) as {
        organization: { period: { metrics: Changed[]; smartNumbers: Changed[] } };
      };
      const { metrics, smartNumbers } = answer.organization.period;
      const attributed = [...metrics, ...smartNumbers].filter(({ change }) => change.attribution.attributable);
      expect(attributed.length).toBeGreaterThan(45);
      for (const { definition, change } of [...metrics, ...smartNumbers]) {
        expect([definition.key, change.attribution.reason]).toEqual([definition.key, change.reason]);
        expect(change.attribution.attributable).toBe(change.comparable);
      }
      for (const { definition, change } of attributed) {
        const { contributions, exact, total, formatted } = change.attribution;
        const sum = contributions.reduce((whole, each) => whole.add(each.exact), new Fraction(0));
        expect([definition.key, `${sum.s * sum.n}/${sum.d}`]).toEqual([definition.key, exact]);
        expect(new Fraction(total).sub(exact).abs().valueOf()).toBeLessThan(1e-8);
        expect(new Decimal(change.absolute ?? 'x').minus(total).abs().toNumber()).toBeLessThanOrEqual(0.01);
        expect([definition.key, sumOf(contributions)]).toEqual([definition.key, numberIn(formatted).toFixed()]);
        for (const each of contributions) {
          expect(each.months.length).toBeGreaterThan(0);
          expect([definition.key, sumOf(each.months)]).toEqual([definition.key, numberIn(each.formatted).toFixed()]);
        }
      }
    });

    it('of a total over a range adds up as well', async () => {
      const answer = (await api.ask(`{ organization {
        smartNumberSeries(keys: ["net_profit_pct"], from: "2026-01", to: "2026-06") {
          total { change { absolute ${ATTRIBUTION} } }
        }
      } }`)) as { organization: { smartNumberSeries: { total: Pick<Changed, 'change'> }[] } };
      const { attribution } = answer.organization.smartNumberSeries[0]?.total.change ?? {};
      expect(attribution?.attributable).toBe(true);
      expect(sumOf(attribution?.contributions ?? [])).toBe(numberIn(attribution?.formatted ?? '').toFixed());
      expect(attribution?.contributions[0]?.months).toHaveLength(6);
    });
  });
});
