import { results, type WholeResult } from './whole-result.ts';

const JUNE = { period: '2026-06' };
const PRESENTED = [
  'present-period',
  { input: { period: '2026-Q2', note: 'for the owners', acceptGaps: true } },
] as const;

/** A correction, a value that was absent, one that is released, and a limit. */
const CHANGES = [
  PRESENTED,
  [
    'enter-metrics',
    {
      input: {
        ...JUNE,
        entries: [
          { metric: 'mrr', value: '111003.00', notes: 'a late invoice' },
          { metric: 'prospects_to_pbr', value: 4 },
        ],
      },
    },
  ],
  ['release-metrics', { input: { ...JUNE, metrics: ['new_agreements'] } }],
  ['set-threshold', { input: { metric: 'net_profit_pct', type: 'CRITICAL', bound: 'MIN', value: '0.05' } }],
] as const;

/** Every success and typed error of presenting, and what has become of a presentation. */
export const PRESENTATION_RESULTS: readonly WholeResult[] = [
  ...results('present-period', {
    success: { ...JUNE, acceptGaps: true },
    gaps: { period: '2026-Q2' },
    'running-month': { period: '2026-07', acceptGaps: true },
    'long-note': { ...JUNE, acceptGaps: true, note: 'x'.repeat(4_001) },
    'unknown-organization': { ...JUNE, organizationId: 7 },
    several: { period: '2026-Q3', organizationId: 7, note: 'x'.repeat(4_001) },
  }),
  {
    name: 'present-period.again',
    after: [PRESENTED],
    variables: { input: { period: '2026-Q2', acceptGaps: true } },
  },
  { name: 'presentation.unknown', variables: { period: '2026-Q2' } },
  {
    name: 'presentation.new-since',
    after: [
      ['present-period', { input: { ...JUNE, acceptGaps: true } }],
      ['enter-metrics', { input: { ...JUNE, entries: [{ metric: 'prospects_to_pbr', value: 4 }] } }],
    ],
    variables: { ...JUNE, states: ['NEW'] },
  },
  {
    name: 'presentation.changed-since',
    after: CHANGES,
    variables: { period: '2026-Q2', version: 1, states: ['CHANGED', 'NEW', 'GONE'] },
  },
];
