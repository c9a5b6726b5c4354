import { FEBRUARY, MARCH, smallExport } from '../kit/books/small-export.ts';
import type { GoldenRequest } from './golden-text.ts';

/** `as` is who asks, where that is not whoever uses the program in local mode. */
export interface ViewedRequest extends GoldenRequest {
  readonly as?: 'nobody' | 'viewer';
}

const get = (name: string, path: string, more: Partial<ViewedRequest> = {}): ViewedRequest => {
  return { name, method: 'GET', path, ...more };
};
const post = (name: string, path: string, body: unknown, more: Partial<ViewedRequest> = {}): ViewedRequest => {
  return { name, method: 'POST', path, body: typeof body === 'string' ? body : JSON.stringify(body), ...more };
};
const ask = (name: string, method: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
  return { name, method, path, headers };
};

const READS = [
  get('monthly', '/metrics/monthly?period=2025-01'),
  get('monthly-latest', '/metrics/monthly'),
  get('monthly-named', '/metrics/monthly?period=2026-01&metric_name=Payroll%20Total%20(QuickBooks)'),
  get(
    'monthly-best',
    '/metrics/monthly?period=2025-01&data_source=best&metric_name=%23%20of%20Reactive%20Tickets%20Created',
  ),
  get('monthly-filter-without-values', '/metrics/monthly?period=2025-01&data_source=collected'),
  get('monthly-nothing-stored', '/metrics/monthly?period=2024-05'),
  get('monthly-quarter', '/metrics/monthly?period=2025-Q1'),
  get('monthly-bad-month', '/metrics/monthly?period=2025-13'),
  get('monthly-unknown-metric', '/metrics/monthly?metric_name=nix'),
  get('monthly-unknown-vendor', '/metrics/monthly?vendor_id=99'),
  get('monthly-unknown-organization', '/metrics/monthly?organization_id=99'),
  get('monthly-bad-parameters', '/metrics/monthly?organization_id=x&vendor_id=1.5&data_source=guess'),
  get('monthly-unknown-parameter', '/metrics/monthly?periode=2025-01'),
  get('monthly-repeated-parameter', '/metrics/monthly?period=2025-01&period=2025-02'),
  get('quarterly', '/metrics/quarterly?period=2025-Q1'),
  get('quarterly-latest', '/metrics/quarterly'),
  get('quarterly-month', '/metrics/quarterly?period=2025-01'),
  get('smartnumbers-quarter', '/smartnumbers?period=2025-Q1'),
  get('smartnumbers-month', '/smartnumbers?period=2025-01'),
  get('smartnumbers-no-period', '/smartnumbers'),
  get('smartnumbers-nothing-stored', '/smartnumbers?period=2024-Q1'),
  get('thresholds-none', '/thresholds'),
  get('definitions', '/metric-definitions'),
  get('definitions-expenses-2026-01', '/metric-definitions?period=2026-01&category=expenses&include_intermediate=true'),
  get('definitions-financial-health', '/metric-definitions?category=Financial%20Health'),
  get('definitions-without-data', '/metric-definitions?period=2024-05&category=Profit'),
  get('definitions-for-everyone', '/metric-definitions?period=2026-01&category=Profit', { as: 'nobody' }),
  get('definitions-unknown-category', '/metric-definitions?category=nix'),
  get('definitions-bad-flag', '/metric-definitions?include_intermediate=1'),
  get('devices', '/metrics/devices-by-client?period=2026-05'),
  get('devices-range', '/metrics/devices-by-client?start_period=2026-04&end_period=2026-06'),
  get('devices-no-snapshot', '/metrics/devices-by-client?period=2025-01'),
  get('devices-half-a-range', '/metrics/devices-by-client?start_period=2025-01'),
  get('devices-reversed', '/metrics/devices-by-client?start_period=2025-02&end_period=2025-01'),
  get('devices-range-too-large', '/metrics/devices-by-client?start_period=2023-01&end_period=2025-01'),
  get('periods', '/periods'),
  get('collection-status', '/collection/status'),
  get('derivation-no-period', '/derivation'),
  get('derivation-bad-period', '/derivation?period=2025-Q5'),
  get('derivation-unknown-organization', '/derivation?period=2025-Q1&organization_id=99'),
  get('derivation-unauthenticated', '/derivation?period=2025-Q1', { as: 'nobody' }),
] as const;

const CONNECTIONS = [
  ask('head', 'HEAD', '/periods'),
  ask('not-modified', 'GET', '/periods', { 'if-none-match': '*' }),
  ask('openapi-not-modified', 'HEAD', '/openapi.json', { 'if-none-match': '*' }),
  ask('docs', 'HEAD', '/docs'),
  ask('docs-not-modified', 'HEAD', '/docs', { 'if-none-match': '*' }),
  ask('options-read', 'OPTIONS', '/periods'),
  ask('options-both', 'OPTIONS', '/thresholds'),
  ask('method-not-allowed', 'DELETE', '/thresholds'),
  ask('method-not-allowed-documents', 'DELETE', '/openapi.json'),
  get('write-path-read', '/metrics/manual'),
  get('unknown-path', '/metrics/yearly'),
  post('withdrawn-refresh', '/refresh', {}),
  get('withdrawn-refresh-status', '/refresh/status/7'),
  get('unauthenticated', '/periods', { as: 'nobody' }),
  post('forbidden', '/metrics/manual', {}, { as: 'viewer' }),
  post('forbidden-thresholds', '/thresholds', {}, { as: 'viewer' }),
] as const;

const one = {
  period: '2025-01',
  organization_id: 1,
  vendor_id: 3,
  metric_name: 'Reactive Tickets Created',
  metric_value: 350,
  entered_by: 'admin',
  notes: 'Counted again',
};
const many = { period: '2025-03', organization_id: 1, metrics: [{ metric_name: 'New MRR', metric_value: 12.345 }] };

const WRITES = [
  post('not-json', '/metrics/manual', '{"period":'),
  post('json-but-no-object', '/metrics/manual', '[]'),
  post('not-json-by-its-type', '/metrics/manual', 'a=1', { headers: { 'content-type': 'text/plain' } }),
  post('too-large', '/metrics/manual', ' '.repeat(1_048_577)),
  post('manual-empty', '/metrics/manual', {}),
  post('manual-without-list', '/metrics/manual', { period: '2025-01' }),
  post('manual-empty-list', '/metrics/manual', { ...many, metrics: [] }),
  post('manual-one-without-who', '/metrics/manual', { ...one, entered_by: undefined }),
  post('manual-one-null', '/metrics/manual', { ...one, metric_value: null }),
  post('manual-one-text', '/metrics/manual', { ...one, metric_value: '12' }),
  post('manual-one-out-of-range', '/metrics/manual', { ...one, metric_value: 10_000_000_000 }),
  post('manual-infinite', '/metrics/manual', JSON.stringify(one).replace('350', '1e400')),
  post('manual-who-unstorable', '/metrics/manual', { ...one, entered_by: 'a\u0000b' }),
  post('manual-future', '/metrics/manual', { ...one, period: '2026-08' }),
  post('manual-closed', '/metrics/manual', { ...one, period: '2025-02' }),
  post('manual-quarter', '/metrics/manual', { ...one, period: '2025-Q1' }),
  post('manual-unknown-vendor', '/metrics/manual', { ...one, vendor_id: 99 }),
  post('manual-unknown-field', '/metrics/manual', { ...one, metric_valu: 1 }),
  post('manual-prototype', '/metrics/manual', JSON.stringify(one).replace('{', '{"__proto__":{},')),
  post('manual-smartnumber', '/metrics/manual', { ...one, metric_name: 'RHEM' }),
  post('manual-many-faults', '/metrics/manual', {
    ...many,
    metrics: [
      { metric_name: 'New MRR', metric_value: 1e12 },
      { metric_name: '# of New MRR', metric_value: 2 },
      { metric_name: 'rhem', metric_value: 2 },
    ],
  }),
  post('manual-one', '/metrics/manual', one),
  post('manual-many', '/metrics/manual', many),
  post('manual-own-metric', '/metrics/manual', {
    ...many,
    metrics: [{ metric_name: ' Coffee cups ', metric_value: 12.34567, vendor_id: null, notes: null }],
  }),
  get('monthly-after-entry', '/metrics/monthly?period=2025-03&metric_name=Coffee%20cups'),
  post('release', '/metrics/manual/release', {
    period: '2025-01',
    metric_names: ['Reactive Tickets Created', 'total_revenue', 'new_mrr'],
  }),
  post('release-unknown', '/metrics/manual/release', { period: '2025-01', metric_names: ['nix'] }),
  post('release-empty', '/metrics/manual/release', { period: '2025-01', metric_names: [] }),
  post('thresholds-p', '/thresholds', { metric: 'Reactive Tickets Closed', warning: 150, critical: 100 }),
  post('thresholds-p-wrong-side', '/thresholds', { metric: 'Net Profit', warning: 100, critical: 150 }),
  post('thresholds-p-out-of-range', '/thresholds', { metric: 'Net Profit', warning: 1e15 }),
  post('thresholds-bound-needed', '/thresholds', { metric: 'employees', warning: 100 }),
  post('thresholds-row', '/thresholds', {
    metric_name: 'employees',
    threshold_type: 'warning',
    threshold_value: 5,
    bound: 'min',
  }),
  post('thresholds-row-unknown-type', '/thresholds', {
    metric_name: 'employees',
    threshold_type: 'info',
    threshold_value: 5,
  }),
  post('thresholds-d', '/thresholds', {
    organization_id: 1,
    thresholds: [
      { metric_name: 'rhem', green_min: 0.1, green_max: 0.2, yellow_min: 0.05, red_threshold: 0.3, notes: 'Agreed' },
      { metric_name: 'total_close_pct', green_min: 0.95, green_max: null },
    ],
  }),
  post('thresholds-unknown-metric', '/thresholds', { metric: 'nix', warning: 1 }),
  post('thresholds-two-names', '/thresholds', { metric: 'Net Profit', metric_name: 'mrr', warning: 1 }),
  get('thresholds', '/thresholds'),
  post('expenses', '/expenses/calculate', { period: '2026-01', owner_comp: 22588, owner_comp_taxes: 13000 }),
  post('expenses-changed', '/expenses/calculate', { period: '2026-01', owner_comp: 22000, owner_comp_taxes: 13000.5 }),
  post('expenses-without-quickbooks', '/expenses/calculate', {
    period: '2025-01',
    owner_comp: 1,
    owner_comp_taxes: 2,
  }),
  post('expenses-missing-field', '/expenses/calculate', { period: '2026-01', owner_comp: 1 }),
] as const;

const CSV = { headers: { 'content-type': 'text/csv' } } as const;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const UNTIED = smallExport([FEBRUARY, MARCH], { falsify: (each) => each.replace('660.50', '660.51') });

const BOOKS = [
  post('books-dry-run', '/books/statements?dryRun=true&file_name=pnl.csv', text(smallExport([FEBRUARY, MARCH])), CSV),
  post('books-stored', '/books/statements?file_name=pnl.csv', text(smallExport([FEBRUARY, MARCH])), CSV),
  post('books-refused-lines-of-a-dry-run', '/books/statements?dryRun=true', text(UNTIED), CSV),
  post('books-refused-lines', '/books/statements', text(UNTIED), CSV),
  post('books-no-report', '/books/statements', '{}'),
  post('books-other-type', '/books/statements', 'Income', { headers: { 'content-type': 'text/plain' } }),
  post('books-too-large', '/books/statements', 'x'.repeat(10_000_001), CSV),
  post('books-bad-parameters', '/books/statements?dryRun=1&file_name=', '{}'),
  post('books-unknown-organization', '/books/statements?organization_id=99', text(smallExport([FEBRUARY])), CSV),
] as const;

const VALUES = ['Metric,Jan 2025,Feb 2025', 'NRR,"$1,234.50",', 'Employees,8.25,9', 'Coffee cups,1,', ''].join('\n');

const IMPORTS = [
  post('import-dry-run', '/import?dryRun=true&file_name=values.csv', VALUES, CSV),
  post('import-refused-cells', '/import?file_name=values.csv', VALUES, CSV),
  post('import-skipping', '/import?file_name=values.csv&skipRefused=true', VALUES, CSV),
  post('import-again', '/import?skipRefused=true', VALUES, CSV),
  post('import-out-of-date', `/import?digest=${'0'.repeat(64)}`, VALUES, CSV),
  post('import-unknown-layout', '/import?dryRun=true', 'a,b\nc,d', CSV),
  post('import-no-sheet', '/import?sheet=Review', VALUES, CSV),
  post('import-other-type', '/import', 'Income', { headers: { 'content-type': 'text/plain' } }),
  post('import-undo', '/import/undo', { import_id: 1 }),
  post('import-undo-again', '/import/undo', { import_id: 1 }),
  post('import-undo-unknown', '/import/undo', { import_id: 99 }),
] as const;

/** In this order: every endpoint and error of the contract that a request can cause. */
export const GOLDEN_REQUESTS: readonly ViewedRequest[] = [...READS, ...CONNECTIONS, ...WRITES, ...BOOKS, ...IMPORTS];
