import { LOCAL_VIEWER, type Viewer } from '#src/auth/viewer.ts';
import { Decimal } from '#src/core/number.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { scopeOn } from '../../kit/services.ts';
import { NOW } from '../api.ts';
import { results, type WholeResult } from './whole-result.ts';

const JUNE = { period: '2026-06' };
const LONG = 'x'.repeat(4_001);
const PROPOSED = ['close-period', { input: { ...JUNE, reason: 'all invoices are in' } }] as const;
const DECLINED = ['decline-proposal', { input: { id: 1 } }] as const;

/** Another admin than the one who proposes. */
const SECOND: Viewer = { ...LOCAL_VIEWER, kind: 'person', id: 'person:9', name: 'Second admin', isLocal: false };

/** How far periods can still move: June after an entry, the quarter, and one that runs. */
export const READINESS_RESULTS: readonly WholeResult[] = [
  {
    name: 'readiness.month',
    variables: JUNE,
    prepare: async (database) => {
      const entries = [{ metric: 'lost_mrr', value: new Decimal(550), notes: null }];
      await enterMetrics(scopeOn(database, NOW), { ...JUNE, entries });
    },
  },
  { name: 'tie-out.month', variables: { period: '2026-06' } },
  { name: 'tie-out.running', variables: { period: '2026-07' } },
  { name: 'readiness.quarter', variables: { period: '2026-Q2' } },
  { name: 'readiness.running', variables: { period: '2026-07' } },
];

/** What admins ask where closing needs two of them. */
export const CLOSING_RESULTS: readonly WholeResult[] = (
  [
    ...results('close-period', { proposed: { ...JUNE, reason: 'all invoices are in' } }),
    ...results('reopen-period', { proposed: { period: '2026-03', reason: 'late invoice' } }),
    { name: 'closing-proposals.pending', after: [PROPOSED], variables: { period: '2026-Q2' }, viewer: SECOND },
    { name: 'attention.proposal', after: [PROPOSED] },
    ...[
      ...results('approve-proposal', { success: { id: 1 } }),
      ...results('decline-proposal', {
        success: { id: 1, reason: 'one invoice is open' },
        'long-reason': { id: 1, reason: LONG },
        several: { id: 1, organizationId: 7, reason: LONG },
      }),
    ].map((result) => ({ ...result, after: [PROPOSED], viewer: SECOND })),
    { name: 'approve-proposal.own', after: [PROPOSED], variables: { input: { id: 1 } } },
    ...[
      ...results('approve-proposal', { declined: { id: 1 } }),
      ...results('decline-proposal', { again: { id: 1 } }),
    ].map((result) => ({ ...result, after: [PROPOSED, DECLINED], viewer: SECOND })),
    ...[
      ...results('approve-proposal', { unknown: { id: 7 }, 'unknown-organization': { id: 7, organizationId: 7 } }),
      ...results('decline-proposal', { unknown: { id: 7 }, 'unknown-organization': { id: 7, organizationId: 7 } }),
    ],
  ] satisfies readonly WholeResult[]
).map((result): WholeResult => ({ ...result, approvals: 2 }));
