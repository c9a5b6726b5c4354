import { results, type WholeResult } from './whole-result.ts';

const LONG = 'x'.repeat(4_001);
const JUNE = { period: '2026-06' };
const FUTURE = { period: '2026-08' };
const CLOSED = { period: '2026-03' };
const ELSEWHERE = { organizationId: 7 };

const entry = { metric: 'new_mrr', value: 1 };
const OWNER_COMP_UPDATED_AT = '2026-07-09T15:00:00.000Z';

/** Every success and every typed error of every mutation of the business review. */
export const MUTATION_RESULTS: readonly WholeResult[] = [
  ...results('enter-metrics', {
    success: {
      ...JUNE,
      entries: [
        { metric: 'Owner Compensation', value: '23000.555', notes: 'bonus', expectedUpdatedAt: OWNER_COMP_UPDATED_AT },
        { metric: 'lost_mrr', value: 800 },
      ],
    },
    'future-month': { ...FUTURE, entries: [entry] },
    quarter: { period: '2026-Q2', entries: [entry] },
    'unknown-organization': { ...JUNE, ...ELSEWHERE, entries: [entry] },
    'closed-period': { ...CLOSED, entries: [entry] },
    'no-entries': { ...JUNE, entries: [] },
    'unknown-metric': { ...JUNE, entries: [{ metric: 'no_such', value: 1 }] },
    'out-of-range': { ...JUNE, entries: [{ metric: 'nrr', value: '1e10' }] },
    'sum-out-of-range': { ...JUNE, entries: [{ metric: 'new_mrr', value: '9999999999' }] },
    conflict: { ...JUNE, entries: [{ metric: 'owner_comp', value: 1, expectedUpdatedAt: '2026-07-08T15:00:00.000Z' }] },
    several: {
      ...CLOSED,
      entries: [
        { metric: 'no_such', value: 1 },
        { metric: 'nrr', value: '-1e10', notes: LONG },
        { metric: 'mrr', value: 1, expectedUpdatedAt: OWNER_COMP_UPDATED_AT },
        { metric: 'MRR', value: 2 },
      ],
    },
  }),
  ...results('release-metrics', {
    success: { period: '2026-05', metrics: ['employee_expense', 'nrr', 'lost_mrr', 'seats_managed'] },
    'future-month': { ...FUTURE, metrics: ['nrr'] },
    'unknown-organization': { ...JUNE, ...ELSEWHERE, metrics: ['nrr'] },
    'closed-period': { ...CLOSED, metrics: ['nrr'] },
    'no-names': { ...JUNE, metrics: [] },
    'unknown-metric': { ...JUNE, metrics: ['no_such'] },
    'too-many': { ...JUNE, metrics: Array.from({ length: 1_001 }, () => 'nrr') },
    'as-read': {
      ...JUNE,
      metrics: ['owner_comp'],
      expectedUpdatedAt: [{ metric: 'Owner Compensation', updatedAt: OWNER_COMP_UPDATED_AT }],
    },
    conflict: {
      ...JUNE,
      metrics: ['owner_comp', 'nrr'],
      expectedUpdatedAt: [{ metric: 'owner_comp', updatedAt: '2026-07-08T15:00:00.000Z' }],
    },
    several: { ...CLOSED, metrics: ['no_such', 'nrr', 'nor_this'] },
  }),
  ...results('set-threshold', {
    success: { metric: 'Net Profit', type: 'CRITICAL', value: '20000.50005' },
    replacing: { metric: 'net_profit_pct', type: 'WARNING', bound: 'MIN', value: 0.15 },
    'unknown-organization': { ...ELSEWHERE, metric: 'net_profit', type: 'CRITICAL', value: 1 },
    'unknown-metric': { metric: 'no_such', type: 'CRITICAL', value: 1 },
    'out-of-range': { metric: 'net_profit', type: 'CRITICAL', value: '1e10' },
    'no-bound': { metric: 'employees', type: 'WARNING', value: 5 },
    'wrong-side': { metric: 'reactive_tickets_created', type: 'WARNING', bound: 'MAX', value: 401 },
    several: { ...ELSEWHERE, metric: 'no_such', type: 'WARNING', value: '1e10' },
  }),
  ...results('set-benchmarks', {
    success: { participation: 'SHARE', endpoints: 1_200, employees: 14, label: ' Peer group 4 ' },
    'unknown-organization': { ...ELSEWHERE, participation: 'SHARE' },
    'out-of-range': { participation: 'RECEIVE', endpoints: -1 },
    several: { participation: 'NONE', endpoints: 20_000_000, label: LONG },
  }),
  ...results('remove-threshold', {
    success: { metric: 'Net Profit %', type: 'WARNING', bound: 'MIN' },
    'not-there': { metric: 'net_profit', type: 'WARNING', bound: 'MIN' },
    'unknown-organization': { ...ELSEWHERE, metric: 'net_profit', type: 'WARNING', bound: 'MIN' },
    'unknown-metric': { metric: 'no_such', type: 'WARNING', bound: 'MIN' },
    several: { ...ELSEWHERE, metric: 'no_such', type: 'WARNING', bound: 'MIN' },
  }),
  ...results('acknowledge-finding', {
    success: { id: 5, note: 'The ticket was merged into another.' },
    again: { id: 1, note: 'Another word.' },
    unknown: { id: 99 },
    'long-note': { id: 5, note: LONG },
    several: { id: 99, note: LONG },
  }),
  ...results('collect', {
    success: { periods: ['2026-Q2'], vendors: ['CONNECTWISE'], force: true, reason: 'ConnectWise was corrected' },
    'future-month': { periods: ['2026-06', '2026-08'] },
    'not-configured': { vendors: ['NINJAONE'] },
    quickbooks: { vendors: ['QUICKBOOKS'] },
    'other-organization': ELSEWHERE,
    'force-without-reason': { force: true },
    'long-reason': { force: true, reason: LONG },
    several: { periods: [], vendors: ['MANUAL'], reason: 'no force' },
  }),
  { name: 'collect.run-in-progress', after: [['collect', { input: {} }]], variables: { input: {} } },
  ...results('set-collection-enabled', {
    on: { enabled: true },
    off: { enabled: false },
    'unknown-organization': { ...ELSEWHERE, enabled: true },
  }),
  ...results('set-collection-enabled', {
    'not-validated': { enabled: true },
    unvalidated: { enabled: true, acceptUnvalidated: true },
  }).map((result): WholeResult => ({ ...result, after: [['set-collection-enabled', { input: { enabled: false } }]] })),
  ...results('close-period', {
    success: JUNE,
    again: CLOSED,
    'running-month': { period: '2026-07' },
    quarter: { period: '2026-Q2' },
    'long-reason': { ...JUNE, reason: LONG },
    'unknown-organization': { ...JUNE, ...ELSEWHERE },
    several: { ...FUTURE, ...ELSEWHERE },
  }),
  {
    name: 'reopen-period.success',
    after: [['close-period', { input: JUNE }]],
    variables: { input: { ...JUNE, reason: 'late invoice' } },
  },
  ...results('reopen-period', {
    'not-closed': { ...JUNE, reason: 'to be sure' },
    quarter: { period: '2026-Q2', reason: 'late invoice' },
    'unknown-organization': { ...CLOSED, ...ELSEWHERE, reason: 'late invoice' },
    'no-reason': { ...CLOSED, reason: ' ' },
    'long-reason': { ...CLOSED, reason: LONG },
    several: { period: '2026-Q2', ...ELSEWHERE, reason: '' },
  }),
];
