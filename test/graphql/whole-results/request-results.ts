import { NOBODY } from '#src/auth/viewer.ts';
import { keyViewer } from '../../auth/viewers.ts';
import type { WholeResult } from './whole-result.ts';

/** Requests that are refused as a whole, or in a field, with an error beside the data. */
export const REQUEST_RESULTS: readonly WholeResult[] = [
  { name: 'period.malformed', variables: { key: '2026-13' } },
  { name: 'request.malformed-period', query: '{ organization { period(key: "2026-Q5") { label } } }' },
  {
    name: 'enter-metrics.malformed',
    variables: {
      input: {
        period: '2026',
        entries: [
          { metric: 'nrr', value: 'much' },
          { metric: 'mrr', value: '1,000' },
        ],
      },
    },
  },
  {
    name: 'request.malformed-decimal',
    query: 'mutation { setThreshold(input: { metric: "nrr", type: WARNING, value: "NaN" }) { __typename } }',
  },
  { name: 'request.unknown-organization', query: '{ organization(id: 7) { name } }' },
  { name: 'request.syntax-error', query: '{ organization { name }' },
  { name: 'request.unknown-field', query: '{ organization { nonsense } }' },
  {
    name: 'request.missing-variable',
    query: 'query Named($key: Period!) { organization { period(key: $key) { label } } }',
  },
  { name: 'request.too-deep', query: '{ organization { latestMonth { label } } }', limits: { maxDepth: 2 } },
  {
    name: 'request.too-complex',
    query: '{ organization { periods(last: 25) { label } } }',
    limits: { maxComplexity: 26 },
  },
  { name: 'request.too-many-aliases', query: '{ a: viewer { name } b: viewer { name } }', limits: { maxAliases: 1 } },
  { name: 'request.nobody', query: '{ organization { name } viewer { name } }', viewer: NOBODY },
  { name: 'close-period.nobody', variables: { input: { period: '2026-06' } }, viewer: NOBODY },
  { name: 'close-period.editor', variables: { input: { period: '2026-06' } }, viewer: keyViewer('editor') },
  {
    name: 'enter-metrics.viewer',
    variables: { input: { period: '2026-06', entries: [] } },
    viewer: keyViewer('viewer'),
  },
  {
    name: 'collect.unexpected',
    variables: { input: {} },
    background: { start: () => Promise.reject(new Error('SELECT secret')) },
  },
];
