import { NOBODY } from '#src/auth/viewer.ts';
import { keyViewer } from '../../auth/viewers.ts';
import type { WholeResult } from './whole-result.ts';
import { collectByForce } from './world.ts';

/** The morning of 11 July, when the collection of the night before has not run. */
const NEXT_DAY = new Date('2026-07-11T14:00:00Z');

/** Answers to every query of the business review. */
export const QUERY_RESULTS: readonly WholeResult[] = [
  { name: 'viewer.local' },
  { name: 'viewer.nobody', viewer: NOBODY },
  { name: 'viewer.editor', viewer: keyViewer('editor') },
  { name: 'metric-definitions.business-review' },
  { name: 'metric-definitions.intermediate', variables: { category: 'INTERMEDIATE' } },
  { name: 'metric-definitions.financial-health', variables: { category: 'FINANCIAL_HEALTH' } },
  { name: 'metric-definition.by-label', variables: { key: '# of Reactive Tickets Created' } },
  { name: 'metric-definition.unknown', variables: { key: 'no_such' } },
  { name: 'smart-number-definitions.all' },
  { name: 'smart-number-definitions.leverage', variables: { category: 'LEVERAGE' } },
  { name: 'organization.first' },
  { name: 'organization.unknown', variables: { id: 7 } },
  { name: 'organization.while-collecting', after: [['collect', { input: {} }]] },
  { name: 'period.month', variables: { key: '2026-06' } },
  { name: 'period.running-month', variables: { key: '2026-07' } },
  { name: 'period.quarter', variables: { key: '2026-Q2' } },
  { name: 'period.closed-month-without-data', variables: { key: '2026-03' } },
  { name: 'period.future-quarter', variables: { key: '2027-Q1' } },
  { name: 'periods.with-data' },
  { name: 'periods.quarters', variables: { kind: 'QUARTER', from: '2026-Q1', to: '2026-Q4' } },
  {
    name: 'metrics.of-a-month',
    variables: { period: '2026-06', keys: ['reactive_tickets_created', 'seats_managed', 'owner_comp', 'net_profit'] },
  },
  {
    name: 'metrics.of-a-quarter',
    variables: {
      period: '2026-Q2',
      keys: ['net_profit', 'employees', 'cash_reserve', 'gross_margin_pct', 'prospects_to_pbr'],
    },
  },
  { name: 'metrics.unknown', variables: { period: '2026-06', keys: ['nrr', 'no_such'] } },
  { name: 'metric.overridden', variables: { period: '2026-05', key: 'Employee Expense' } },
  {
    name: 'metric.overwritten-by-force',
    prepare: collectByForce,
    variables: { period: '2026-04', key: 'reactive_tickets_created' },
  },
  { name: 'metric.absent', variables: { period: '2026-07', key: 'total_revenue' } },
  { name: 'metric.unknown', variables: { period: '2026-06', key: 'no_such' } },
  {
    name: 'smart-numbers.of-a-month',
    variables: { period: '2026-06', keys: ['tickets_per_tech_per_month', 'net_profit_pct'] },
  },
  {
    name: 'smart-numbers.of-a-quarter',
    variables: { period: '2026-Q2', keys: ['reactive_service_pct', 'annual_service_rev_per_tech', 'net_mrr_gain'] },
  },
  { name: 'smart-numbers.unknown', variables: { period: '2026-06', keys: ['nrr'] } },
  {
    name: 'attribution.of-a-smart-number',
    variables: { period: '2026-06', key: 'services_from_mrr_pct', since: 'PREVIOUS' },
  },
  { name: 'attribution.not-comparable', variables: { period: '2026-07', key: 'net_profit_pct', since: 'YEAR_AGO' } },
  { name: 'smart-number.missing-inputs', variables: { period: '2026-07', key: 'rhem' } },
  { name: 'smart-number.unknown', variables: { period: '2026-07', key: 'nrr' } },
  {
    name: 'metric-series.months',
    variables: { keys: ['mrr', 'employees', 'gross_margin_pct'], from: '2026-04', to: '2026-06' },
  },
  { name: 'metric-series.quarters', variables: { keys: ['new_mrr'], from: '2026-Q1', to: '2026-Q2' } },
  { name: 'metric-series.category', variables: { category: 'DEVICES', from: '2026-06', to: '2026-07' } },
  { name: 'metric-series.backwards', variables: { keys: ['mrr'], from: '2026-06', to: '2026-04' } },
  { name: 'metric-series.too-long', variables: { keys: ['mrr'], from: '2001-01', to: '2099-01' } },
  { name: 'metric-series.month-to-quarter', variables: { keys: ['mrr'], from: '2026-01', to: '2026-Q2' } },
  { name: 'smart-number-series.months', variables: { keys: ['rhem', 'net_mrr_gain'], from: '2026-04', to: '2026-07' } },
  { name: 'collection-runs.all' },
  {
    name: 'collection-runs.first-page',
    variables: { first: 1, statuses: ['SUCCESS', 'PARTIAL'], triggers: ['SCHEDULE'] },
  },
  { name: 'collection-runs.too-many', variables: { first: 101 } },
  { name: 'findings.all', variables: { includeResolved: true } },
  {
    name: 'findings.open-of-a-metric',
    variables: { acknowledged: false, metric: 'Reactive Tickets Created', period: '2026-Q2' },
  },
  { name: 'findings.foreign-cursor', variables: { after: 'nonsense' } },
  { name: 'attention.after-a-failed-night' },
  { name: 'attention.late', now: NEXT_DAY },
  { name: 'validation.after-a-failed-night', variables: { from: '2026-05' } },
  { name: 'validation.reversed', variables: { from: '2026-06', to: '2026-05' } },
  { name: 'collection-progress.ended', variables: { runId: 2 } },
  { name: 'collection-progress.unknown', variables: { runId: 9 } },
];
