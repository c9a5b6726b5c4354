import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Api, openApi } from './api.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from './books.ts';

describeOnBothDatabases('the worked examples of docs/calculations.md', (use) => {
  let api: Api;
  beforeAll(() => {
    api = openApi(use());
  });

  describe('Q1 2025', () => {
    beforeAll(async () => {
      await emptyDatabase(use());
      await enterMonths(use().database, FIRST_QUARTER_2025);
    });

    it('gives every SmartNumber that has its inputs, with the calculation', async () => {
      const answer = await api.ask(`{
        organization { period(key: "2025-Q1") { smartNumbers(keys: [
          "tickets_per_tech_per_month", "total_close_pct", "tickets_per_endpoint_per_month", "rhem", "avg_resolution_time",
          "reactive_service_pct", "net_profit_pct", "% of Revenue from Services", "services_from_mrr_pct"
        ]) { definition { key } value formatted state monthsCovered breakdown { display result missing { key } } } } }
      }`);
      const whole = { state: 'EXACT', monthsCovered: 3 };
      const of = (key: string, value: string, formatted: string, display: string) => ({
        definition: { key },
        value,
        formatted,
        ...whole,
        breakdown: { display: `${display} = ${formatted}`, result: value, missing: [] },
      });
      expect(answer).toEqual({
        organization: {
          period: {
            smartNumbers: [
              of('tickets_per_tech_per_month', '65.4545', '65.45', '1,080 ÷ 5.5 ÷ 3'),
              of('total_close_pct', '0.9991', '99.91%', '1,080 ÷ 1,081'),
              of('tickets_per_endpoint_per_month', '0.6066', '0.6066', '1,081 ÷ 3 ÷ 594'),
              of('rhem', '0.2537', '0.2537', '452.08 ÷ 594 ÷ 3'),
              of('avg_resolution_time', '0.4186', '0.4186', '452.08 ÷ 1,080'),
              of('reactive_service_pct', '0.1641', '16.41%', '(452.08 ÷ 3) ÷ (5.5 × 167)'),
              of('net_profit_pct', '0.1048', '10.48%', '$54,002.00 ÷ $515,488.00'),
              of('revenue_from_services_pct', '0.7027', '70.27%', '($32,279.00 + $329,959.00) ÷ $515,488.00'),
              of('services_from_mrr_pct', '0.9109', '91.09%', '$329,959.00 ÷ ($32,279.00 + $329,959.00)'),
            ],
          },
        },
      });
    });

    it('gives the quarter’s metrics and explains them by their months', async () => {
      const answer = await api.ask(`{
        organization { period(key: "2025-Q1") {
          label kind status start end
          months { label metric(key: "total_revenue") { value } }
          metrics(keys: ["reactive_tickets_closed", "endpoints_managed", "nrr"]) {
            definition { key } period value formatted state source vendor { key } enteredBy months monthsCovered
            breakdown {
              formula display result missing { key }
              components { definition { key } period value formatted breakdown { display } }
            }
          }
        } }
      }`);
      const derived = { state: 'EXACT', source: 'CALCULATED', vendor: null, enteredBy: null, period: '2025-Q1' };
      const covered = { months: ['2025-01', '2025-02', '2025-03'], monthsCovered: 3 };
      const months = (key: string, values: readonly (readonly [string, string])[]) =>
        values.map(([value, formatted], index) => ({
          definition: { key },
          period: `2025-0${index + 1}`,
          value,
          formatted,
          breakdown: null,
        }));
      expect(answer).toEqual({
        organization: {
          period: {
            label: 'Q1 2025',
            kind: 'QUARTER',
            status: 'ENDED',
            start: '2025-01-01T06:00:00.000Z',
            end: '2025-04-01T05:00:00.000Z',
            months: [
              { label: 'January 2025', metric: { value: '152294' } },
              { label: 'February 2025', metric: { value: '187085' } },
              { label: 'March 2025', metric: { value: '176109' } },
            ],
            metrics: [
              {
                definition: { key: 'reactive_tickets_closed' },
                value: '1080',
                formatted: '1,080',
                ...derived,
                ...covered,
                breakdown: {
                  formula: 'sum of the months',
                  display: '355 + 294 + 431 = 1,080',
                  result: '1080',
                  missing: [],
                  components: months('reactive_tickets_closed', [
                    ['355', '355'],
                    ['294', '294'],
                    ['431', '431'],
                  ]),
                },
              },
              {
                definition: { key: 'endpoints_managed' },
                value: '594',
                formatted: '594',
                ...derived,
                ...covered,
                breakdown: {
                  formula: 'average of the months',
                  display: '(597 + 594 + 591) ÷ 3 = 594',
                  result: '594',
                  missing: [],
                  components: months('endpoints_managed', [
                    ['597', '597'],
                    ['594', '594'],
                    ['591', '591'],
                  ]),
                },
              },
              {
                definition: { key: 'nrr' },
                value: '32279',
                formatted: '$32,279.00',
                ...derived,
                ...covered,
                breakdown: {
                  formula: 'sum of the months',
                  display: '(-$2,044.00) + $10,877.00 + $23,446.00 = $32,279.00',
                  result: '32279',
                  missing: [],
                  components: months('nrr', [
                    ['-2044', '-$2,044.00'],
                    ['10877', '$10,877.00'],
                    ['23446', '$23,446.00'],
                  ]),
                },
              },
            ],
          },
        },
      });
    });

    it('drills from a SmartNumber down to what was entered', async () => {
      const answer = await api.ask(`{
        organization { period(key: "2025-Q1") { smartNumber(key: "Net Profit %") { breakdown {
          display components { definition { key } breakdown {
            display components { period breakdown { display components { definition { key } value breakdown { display } } } }
          } }
        } } } }
      }`);
      expect(answer).toMatchObject({
        organization: {
          period: {
            smartNumber: {
              breakdown: {
                display: '$54,002.00 ÷ $515,488.00 = 10.48%',
                components: [
                  {
                    definition: { key: 'net_profit' },
                    breakdown: {
                      display: '$14,795.00 + $9,989.00 + $29,218.00 = $54,002.00',
                      components: [
                        {
                          period: '2025-01',
                          breakdown: {
                            display: '$152,294.00 - $137,499.00 = $14,795.00',
                            components: [
                              {
                                definition: { key: 'total_revenue' },
                                value: '152294',
                                breakdown: { display: 'entered by hand: $152,294.00' },
                              },
                              {
                                definition: { key: 'total_expenses' },
                                value: '137499',
                                breakdown: { display: 'entered by hand: $137,499.00' },
                              },
                            ],
                          },
                        },
                        { period: '2025-02' },
                        { period: '2025-03' },
                      ],
                    },
                  },
                  { definition: { key: 'total_revenue' } },
                ],
              },
            },
          },
        },
      });
    });
  });

  it('gives the expenses of January 2026 with their calculation, drilled down', async () => {
    await emptyDatabase(use());
    await enterMonths(use().database, JANUARY_2026);
    const answer = await api.ask(`{
      organization { period(key: "2026-01") { metric(key: "other_expenses") {
        value formatted state source monthsCovered
        breakdown { formula display result components { definition { key } value breakdown { display } } }
      } } }
    }`);
    expect(answer).toEqual({
      organization: {
        period: {
          metric: {
            value: '38261.63',
            formatted: '$38,261.63',
            state: 'EXACT',
            source: 'CALCULATED',
            monthsCovered: 1,
            breakdown: {
              formula: 'total_expenses_qb - employee_expense - owner_comp - owner_comp_taxes',
              display: '$88,098.48 - $14,248.85 - $22,588.00 - $13,000.00 = $38,261.63',
              result: '38261.63',
              components: [
                { definition: { key: 'total_expenses_qb' }, value: '88098.48', breakdown: null },
                {
                  definition: { key: 'employee_expense' },
                  value: '14248.85',
                  breakdown: { display: '$49,836.85 - $22,588.00 - $13,000.00 = $14,248.85' },
                },
                { definition: { key: 'owner_comp' }, value: '22588', breakdown: null },
                { definition: { key: 'owner_comp_taxes' }, value: '13000', breakdown: null },
              ],
            },
          },
        },
      },
    });
  });
});
