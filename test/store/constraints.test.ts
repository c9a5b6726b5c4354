import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient } from '#src/store/engine/postgresql.ts';
import { pgSession, type SqlSession } from '#src/store/engine/sql-session.ts';
import { type FreshDatabase, freshPostgresql } from '../kit/databases.ts';

type Value = string | number | boolean | null | readonly string[];
type Row = Readonly<Record<string, Value>>;

const NOW = '2025-02-01T00:00:00Z';
const BEFORE = '2025-01-31T23:59:59Z';
const HASH = 'a'.repeat(64);

/** A row of each table that is accepted. */
const ACCEPTED = {
  organization: { id: 7, name: 'Another', slug: 'another-1', currency: 'USD' },
  qbr_metrics_monthly: {
    organization_id: 1,
    period: '2025-01',
    metric_name: 'tickets_created',
    metric_value: 1,
    data_source: 'collected',
    vendor_id: 3,
    collected_at: NOW,
  },
  qbr_metrics_quarterly: {
    organization_id: 1,
    period: '2025-Q1',
    metric_name: 'tickets_created',
    metric_value: 1,
    months_covered: 2,
    months: ['2025-01', '2025-03'],
  },
  qbr_smartnumbers: {
    organization_id: 1,
    period: '2025-Q1',
    period_type: 'quarterly',
    kpi_name: 'reactive_tickets_per_endpoint',
    kpi_value: 1,
    calculation_method: 'a / b',
    months_covered: 1,
    months: ['2025-02'],
  },
  qbr_thresholds: {
    organization_id: 1,
    metric_name: 'tickets_created',
    threshold_type: 'warning',
    bound: 'max',
    threshold_value: 1,
  },
  qbr_collection_run: {
    organization_id: 1,
    id: 1,
    trigger: 'cli',
    started_at: NOW,
    ended_at: NOW,
    status: 'success',
    requested_by: 'test',
    host: 'host',
    process_id: 1,
  },
  qbr_collection_log: {
    organization_id: 1,
    run_id: 100,
    vendor_id: 3,
    period: '2025-01',
    collection_started_at: NOW,
    collection_ended_at: NOW,
    status: 'failed',
    duration_seconds: 0.5,
  },
  qbr_finding: {
    organization_id: 1,
    period: '2025-01',
    metric_name: 'tickets_created',
    kind: 'drift',
    value: 1,
    previous_value: 2,
    message: 'differs',
    acknowledged_at: NOW,
    acknowledged_by: 'someone',
  },
  qbr_value_history: {
    organization_id: 1,
    period: '2025-01',
    metric_name: 'tickets_created',
    old_value: 1,
    new_value: 2,
    old_source: 'collected',
    new_source: 'manual',
    cause: 'entry',
    actor: 'someone',
    changed_at: NOW,
  },
  qbr_period_freeze: { organization_id: 1, period: '2025-01', vendor_id: 3, run_id: 100, frozen_at: NOW },
  qbr_period_closing: { organization_id: 1, period: '2025-01', closed_at: NOW, closed_by: 'someone' },
  qbr_closing_proposal: {
    organization_id: 1,
    period: '2025-01',
    kind: 'close',
    missing: [],
    open_findings: [],
    proposed_at: BEFORE,
    proposed_by: 'someone',
    proposer_id: 'person:1',
    accountable_id: 'person:1',
    expires_at: NOW,
    history_id: 0,
  },
  qbr_setting: { organization_id: 1, key: 'collection', value: '{}', updated_at: NOW, updated_by: 'someone' },
  qbr_benchmark: {
    period: '2025-Q1',
    kpi_name: 'rhem',
    cohort: 'all',
    members: 7,
    ...{ p10: null, p25: 0.1, p50: 0.2, p75: 0.3, p90: null },
    told_at: NOW,
    counted: '{1,2,3,4,5,6,7}',
    versions: '{1,1,1,1,1,1,1}',
  },
  qbr_benchmark_set: { source: 'A survey', year: 2024, imported_at: NOW, imported_by: 'someone' },
  qbr_benchmark_set_line: {
    set_id: 100,
    kpi_name: 'rhem',
    cohort: 'small',
    members: null,
    ...{ p10: 0.1, p25: 0.1, p50: 0.2, p75: 0.3, p90: 0.4 },
  },
  qbr_vendor_server: { server: 'na.example.com', not_before: NOW },
  qbr_device_snapshot: {
    organization_id: 1,
    vendor_id: 2,
    snapshot_date: '2025-01-31',
    device_key: '1001',
    created_at: NOW,
    run_id: 100,
  },
  qbr_import: {
    organization_id: 1,
    file_name: 'review.xlsx',
    file_sha256: HASH,
    file_bytes: 1,
    applied_at: NOW,
    applied_by: 'someone',
    changes: '[]',
    change_count: 0,
  },
  qbr_presentation: {
    organization_id: 1,
    period: '2025-Q1',
    version: 1,
    presented_at: NOW,
    presented_by: 'someone',
    note: null,
    content: '{}',
    digest: HASH,
    previous_digest: HASH,
  },
  qbr_audit: { organization_id: 1, at: NOW, actor: 'someone', action: 'close', detail: '{}' },
  qbr_audit_subject: { organization_id: 1, kind: 'metric', subject: 'nrr', entry_id: 1 },
  qbr_person: { id: 1, email: 'ann@example.com', issuer: 'i', subject: 's', created_at: NOW, created_by: 'someone' },
  qbr_membership: { organization_id: 1, person_id: 100, role: 'viewer', created_at: NOW, created_by: 'someone' },
  qbr_session: { secret_hash: HASH, person_id: 100, created_at: BEFORE, expires_at: NOW },
  qbr_sign_in: {
    state_hash: HASH,
    browser_hash: HASH,
    code_verifier: 'x',
    nonce: 'x',
    return_to: '/graphql',
    expires_at: NOW,
  },
  qbr_api_key: {
    name: 'Dashboard',
    prefix: 'qbr_0123abcd',
    secret_hash: HASH,
    role: 'viewer',
    created_at: BEFORE,
    created_by: 'someone',
    expires_at: NOW,
    revoked_at: NOW,
    revoked_by: 'someone',
  },
  qbr_statement: {
    organization_id: 1,
    period: '2025-01',
    version: 1,
    vendor_id: 4,
    run_id: 100,
    basis: 'accrual',
    currency: 'USD',
    source: 'web_connector',
    digest: HASH,
    read_at: NOW,
    confirmed_at: NOW,
    changed_transactions: '[]',
  },
  qbr_statement_line: {
    organization_id: 1,
    period: '2024-01',
    version: 1,
    position: 1,
    account: 'Payroll:Wages',
    section: 'expense',
    amount: '-12.3456',
  },
  qbr_books_connection: {
    organization_id: 1,
    user_name: 'qbr',
    password_hash: 'scrypt$1$1$1$salt$hash',
    owner_id: '00000000-0000-4000-8000-000000000001',
    file_id: '00000000-0000-4000-8000-000000000002',
    created_at: NOW,
    created_by: 'someone',
    closing_date: '2024-12-31',
    closing_date_seen_at: NOW,
  },
  qbr_books_online: {
    organization_id: 1,
    realm_id: '4620816365000000000',
    company_name: 'Example MSP, LLC',
    refresh_token: 'v1.key.nonce.text',
    refresh_token_expires_at: NOW,
    consented_at: NOW,
    connected_by: 'someone',
    currency: 'USD',
    closing_date: '2024-12-31',
    closing_date_seen_at: NOW,
    accounts: '[]',
  },
  qbr_data_key: { organization_id: 1, wrapped: 'v1.aaaaaaaa.nonce.text', created_at: NOW, wrapped_at: NOW },
  qbr_secret: {
    organization_id: 100,
    name: 'connectwise.private_key',
    sealed: 'v1.aaaaaaaa.nonce.text',
    updated_at: NOW,
    updated_by: 'someone',
  },
  qbr_books_authorization: {
    organization_id: 1,
    state_hash: 'a'.repeat(64),
    browser_hash: 'b'.repeat(64),
    expires_at: NOW,
  },
  qbr_web_connector_session: {
    organization_id: 1,
    ticket_hash: HASH,
    run_id: 100,
    basis: 'cash',
    steps: '[]',
    started_at: NOW,
    last_call_at: NOW,
    ended_at: NOW,
  },
  qbr_account_mapping: {
    organization_id: 1,
    version: 1,
    from_month: '2024-01',
    document: '{}',
    reason: '',
    created_at: NOW,
    created_by: 'someone',
    confirmed_at: NOW,
    confirmed_by: 'someone',
  },
  qbr_evidence: {
    organization_id: 1,
    period: '2025-01',
    metric_name: 'reactive_time_spent',
    version: 1,
    run_id: 100,
    vendor_id: 3,
    rows: null,
    row_count: 0,
    sum: '0.75',
    digest: HASH,
    created_at: NOW,
  },
  qbr_tie_out: {
    organization_id: 1,
    period: '2025-01',
    metric_name: 'reactive_time_spent',
    run_id: 100,
    vendor_id: 3,
    evidence_version: 1,
    stored: '167.32',
    vendor_now: '167.32',
    state: 'ties',
    checked_run_id: 100,
    checked_at: NOW,
  },
  qbr_backup_drill: {
    organization_id: 1,
    started_at: BEFORE,
    ended_at: NOW,
    file_name: 'qbr-20250201-000000.backup',
    file_bytes: 1,
    row_count: 1,
    digest: HASH,
    host: 'host',
  },
  qbr_notification_cause: {
    organization_id: 1,
    cause: 'drift',
    occurrence: 'finding 1',
    over_text: 'over',
    is_open: true,
    is_told: true,
    told_on: '2025-02-01',
    updated_at: NOW,
  },
  qbr_notification: {
    organization_id: 1,
    message_id: '00000000-0000-4000-8000-000000000003',
    channel: 'mail',
    cause: 'drift',
    state: 'over',
    severity: 'notice',
    text: 'over',
    path: '/',
    created_at: NOW,
    next_attempt_at: NOW,
  },
} as const satisfies Record<string, Row>;

type Table = keyof typeof ACCEPTED;

const NOT_MONTHS = ['2025-13', '2025-00', '2025-1', '1999-12', '2101-01', '2025-Q1', '25-01', ' 2025-1', '2025-1\n'];

/** By constraint: changes to the accepted row that it, and no other constraint, refuses. */
const REFUSED: Readonly<Record<string, readonly [Table, readonly Row[]]>> = {
  organization_currency_check: ['organization', [{ currency: 'usd' }, { currency: 'US' }]],
  organization_name_check: ['organization', [{ name: '' }, { name: '  ' }]],
  organization_slug_check: [
    'organization',
    [{ slug: '' }, { slug: 'A' }, { slug: 'a--b' }, { slug: '-a' }, { slug: 'a b' }],
  ],

  qbr_membership_created_by_check: ['qbr_membership', [{ created_by: ' ' }]],
  qbr_membership_role_check: ['qbr_membership', [{ role: 'owner' }, { role: 'operator' }]],
  qbr_metrics_monthly_period_check: ['qbr_metrics_monthly', NOT_MONTHS.map((period) => ({ period }))],
  qbr_metrics_monthly_metric_name_check: ['qbr_metrics_monthly', [{ metric_name: ' ' }]],
  qbr_metrics_monthly_metric_value_check: ['qbr_metrics_monthly', [{ metric_value: 'NaN' }]],
  qbr_metrics_monthly_data_source_check: [
    'qbr_metrics_monthly',
    [
      { data_source: 'guessed', collected_at: null },
      { data_source: 'Manual', collected_at: null },
    ],
  ],
  qbr_metrics_monthly_manual_check: [
    'qbr_metrics_monthly',
    [
      { data_source: 'manual', collected_at: null },
      { data_source: 'manual', collected_at: null, manually_entered_by: ' ' },
    ],
  ],
  qbr_metrics_monthly_calculated_check: ['qbr_metrics_monthly', [{ data_source: 'calculated', collected_at: null }]],
  qbr_metrics_monthly_collected_at_check: [
    'qbr_metrics_monthly',
    [
      { data_source: 'manual', manually_entered_by: 'someone' },
      { data_source: 'calculated', vendor_id: null },
      { vendor_id: null },
    ],
  ],

  qbr_metrics_quarterly_period_check: [
    'qbr_metrics_quarterly',
    // Each with months that would be right if its last character were the quarter's number.
    [
      { period: '1999-Q1', months: ['1999-01', '1999-02'] },
      { period: '2101-Q1', months: ['2101-01', '2101-02'] },
      { period: '2025-01' },
      { period: '2025-q1' },
      { period: '2025-Q5', months: ['2025-10', '2025-11'] },
      { period: '2025-Q0', months: ['2025-10', '2025-11'] },
      { period: '2025-1' },
    ],
  ],
  qbr_metrics_quarterly_metric_name_check: ['qbr_metrics_quarterly', [{ metric_name: '' }]],
  qbr_metrics_quarterly_metric_value_check: ['qbr_metrics_quarterly', [{ metric_value: 'NaN' }]],
  qbr_metrics_quarterly_months_covered_check: [
    'qbr_metrics_quarterly',
    [{ months_covered: 0, months: [] }, { months_covered: 3 }, { months_covered: 1 }],
  ],
  qbr_metrics_quarterly_months_check: [
    'qbr_metrics_quarterly',
    [
      { months: ['2025-03', '2025-04'] },
      { months: ['2024-01', '2025-02'] },
      { months: ['2025-02', '2025-02'] },
      { months: ['2025-03', '2025-01'] },
      { months_covered: 3, months: ['2025-01', '2025-03', '2025-02'] },
      { period: '2025-Q4' },
    ],
  ],

  qbr_smartnumbers_period_check: [
    'qbr_smartnumbers',
    [
      { period_type: 'monthly' },
      { period_type: 'yearly' },
      { period: '2025-01', months: ['2025-01'] },
      { period_type: 'monthly', period: '2025-13', months: ['2025-13'] },
      { period: '2101-Q1', months: ['2101-01'] },
    ],
  ],
  qbr_smartnumbers_kpi_name_check: ['qbr_smartnumbers', [{ kpi_name: '' }]],
  qbr_smartnumbers_kpi_value_check: ['qbr_smartnumbers', [{ kpi_value: 'NaN' }]],
  qbr_smartnumbers_calculation_method_check: ['qbr_smartnumbers', [{ calculation_method: '' }]],
  qbr_smartnumbers_months_covered_check: [
    'qbr_smartnumbers',
    [{ months_covered: 2 }, { months_covered: 0, months: [] }],
  ],
  qbr_smartnumbers_months_check: [
    'qbr_smartnumbers',
    [{ months: ['2025-04'] }, { period_type: 'monthly', period: '2025-01' }, { months: ['2025-Q1'] }],
  ],

  qbr_thresholds_metric_name_check: ['qbr_thresholds', [{ metric_name: '' }]],
  qbr_thresholds_threshold_type_check: ['qbr_thresholds', [{ threshold_type: 'info' }]],
  qbr_thresholds_bound_check: ['qbr_thresholds', [{ bound: 'avg' }]],
  qbr_thresholds_threshold_value_check: ['qbr_thresholds', [{ threshold_value: 'NaN' }]],

  qbr_collection_run_trigger_check: ['qbr_collection_run', [{ trigger: 'dream' }]],
  qbr_collection_run_status_check: ['qbr_collection_run', [{ status: 'done' }]],
  qbr_collection_run_ended_at_check: [
    'qbr_collection_run',
    [{ ended_at: null }, { status: 'running' }, { ended_at: BEFORE }],
  ],
  qbr_collection_run_requested_by_check: ['qbr_collection_run', [{ requested_by: '' }]],
  qbr_collection_run_host_check: ['qbr_collection_run', [{ host: '' }]],

  qbr_collection_log_period_check: ['qbr_collection_log', NOT_MONTHS.map((period) => ({ period }))],
  qbr_collection_log_status_check: ['qbr_collection_log', [{ status: 'done' }]],
  qbr_collection_log_collection_ended_at_check: [
    'qbr_collection_log',
    [{ collection_ended_at: null }, { status: 'running' }, { collection_ended_at: BEFORE }],
  ],
  qbr_collection_log_metrics_collected_check: ['qbr_collection_log', [{ metrics_collected: -1 }]],
  qbr_collection_log_provenance_check: [
    'qbr_collection_log',
    [{ provenance: '{}' }, { provenance: '[]', status: 'success' }, { provenance: 'null', status: 'success' }],
  ],
  qbr_collection_log_duration_seconds_check: [
    'qbr_collection_log',
    [{ duration_seconds: 'NaN' }, { duration_seconds: -1 }],
  ],

  qbr_finding_period_check: ['qbr_finding', ['2025-13', '2025-Q5', '1999-01', '2025'].map((period) => ({ period }))],
  qbr_finding_metric_name_check: ['qbr_finding', [{ metric_name: '' }]],
  qbr_finding_kind_check: ['qbr_finding', [{ kind: 'odd' }]],
  qbr_finding_value_check: ['qbr_finding', [{ value: 'NaN' }, { previous_value: 'NaN' }]],
  qbr_finding_message_check: ['qbr_finding', [{ message: '' }]],
  qbr_finding_acknowledged_check: [
    'qbr_finding',
    [{ acknowledged_at: null }, { acknowledged_by: null }, { acknowledged_by: '' }],
  ],

  qbr_value_history_period_check: ['qbr_value_history', NOT_MONTHS.map((period) => ({ period }))],
  qbr_value_history_metric_name_check: ['qbr_value_history', [{ metric_name: '' }]],
  qbr_value_history_value_check: ['qbr_value_history', [{ old_value: 'NaN' }, { new_value: 'NaN' }]],
  qbr_value_history_old_source_check: [
    'qbr_value_history',
    [{ old_value: null }, { old_source: null }, { old_source: 'guessed' }],
  ],
  qbr_value_history_new_source_check: [
    'qbr_value_history',
    [{ new_value: null }, { new_source: null }, { new_source: 'guessed' }],
  ],
  qbr_value_history_change_check: [
    'qbr_value_history',
    [{ old_value: null, old_source: null, new_value: null, new_source: null }],
  ],
  qbr_value_history_cause_check: ['qbr_value_history', [{ cause: 'whim' }]],
  qbr_value_history_actor_check: ['qbr_value_history', [{ actor: '' }]],

  qbr_period_freeze_period_check: ['qbr_period_freeze', NOT_MONTHS.map((period) => ({ period }))],
  qbr_period_closing_period_check: ['qbr_period_closing', NOT_MONTHS.map((period) => ({ period }))],
  qbr_period_closing_closed_by_check: ['qbr_period_closing', [{ closed_by: '' }]],
  qbr_closing_proposal_period_check: ['qbr_closing_proposal', NOT_MONTHS.map((period) => ({ period }))],
  qbr_closing_proposal_proposed_by_check: ['qbr_closing_proposal', [{ proposed_by: ' ' }]],
  qbr_closing_proposal_expires_check: ['qbr_closing_proposal', [{ expires_at: BEFORE }]],
  qbr_closing_proposal_kind_check: ['qbr_closing_proposal', [{ kind: 'change' }]],
  qbr_closing_proposal_outcome_check: ['qbr_closing_proposal', [{ outcome: 'maybe', decided_at: NOW }]],
  qbr_closing_proposal_decided_check: ['qbr_closing_proposal', [{ outcome: 'approved' }, { decided_at: NOW }]],
  qbr_setting_key_check: ['qbr_setting', [{ key: '' }]],
  qbr_setting_updated_by_check: ['qbr_setting', [{ updated_by: '' }]],
  qbr_device_snapshot_device_key_check: ['qbr_device_snapshot', [{ device_key: '' }]],
  qbr_benchmark_period_check: ['qbr_benchmark', [{ period: '2025-Q5' }, { period: '2025' }]],
  qbr_benchmark_cohort_check: ['qbr_benchmark', [{ cohort: 'tiny' }]],
  qbr_benchmark_members_check: [
    'qbr_benchmark',
    [{ members: 8 }, { members: 6, counted: '{1,2,3,4,5,6}', versions: '{1,1,1,1,1,1}' }],
  ],
  qbr_benchmark_versions_check: ['qbr_benchmark', [{ versions: '{1}' }]],
  qbr_benchmark_withdrawn_check: ['qbr_benchmark', [{ p25: null }, { members: null }]],
  qbr_benchmark_order_check: ['qbr_benchmark', [{ p25: 0.25 }, { p50: 0.4 }, { p10: 0.2 }, { p90: 0.2 }]],
  qbr_benchmark_set_source_check: ['qbr_benchmark_set', [{ source: ' ' }]],
  qbr_benchmark_set_year_check: ['qbr_benchmark_set', [{ year: 1999 }, { year: 2101 }]],
  qbr_benchmark_set_imported_by_check: ['qbr_benchmark_set', [{ imported_by: ' ' }]],
  qbr_vendor_server_server_check: ['qbr_vendor_server', [{ server: ' ' }]],
  qbr_benchmark_set_line_cohort_check: ['qbr_benchmark_set_line', [{ cohort: 'tiny' }]],
  qbr_benchmark_set_line_members_check: ['qbr_benchmark_set_line', [{ members: 0 }]],
  qbr_benchmark_set_line_order_check: ['qbr_benchmark_set_line', [{ p25: 0.25 }, { p75: 0.1 }, { p90: 0.2 }]],
  qbr_audit_actor_check: ['qbr_audit', [{ actor: '' }]],
  qbr_audit_action_check: ['qbr_audit', [{ action: '' }]],
  qbr_audit_subject_kind_check: ['qbr_audit_subject', [{ kind: 'vendor' }]],

  qbr_person_email_check: ['qbr_person', [{ email: 'Ann@example.com' }, { email: '@example.com' }, { email: 'ann' }]],
  qbr_person_role_check: ['qbr_person', [{ role: 'owner' }]],
  qbr_person_subject_check: ['qbr_person', [{ issuer: null }, { subject: null }]],
  qbr_person_known_check: ['qbr_person', [{ email: null, issuer: null, subject: null }]],
  qbr_person_created_by_check: ['qbr_person', [{ created_by: '' }]],
  qbr_session_secret_hash_check: ['qbr_session', [{ secret_hash: 'A'.repeat(64) }, { secret_hash: 'a' }]],
  qbr_session_directory_role_check: ['qbr_session', [{ directory_role: 'owner' }]],
  qbr_session_expires_at_check: ['qbr_session', [{ expires_at: BEFORE }]],
  qbr_sign_in_return_to_check: [
    'qbr_sign_in',
    [{ return_to: 'https://evil.example' }, { return_to: '//evil.example' }, { return_to: '/\\evil.example' }],
  ],
  qbr_api_key_name_check: ['qbr_api_key', [{ name: ' ' }]],
  qbr_api_key_prefix_check: ['qbr_api_key', [{ prefix: 'qbr_' }, { prefix: 'qbr_0123ABCD' }]],
  qbr_api_key_secret_hash_check: ['qbr_api_key', [{ secret_hash: 'x' }]],
  qbr_api_key_role_check: ['qbr_api_key', [{ role: 'owner' }, { role: 'operator' }, { organization_id: null }]],
  qbr_api_key_expires_at_check: ['qbr_api_key', [{ expires_at: BEFORE }]],
  qbr_api_key_created_by_check: ['qbr_api_key', [{ created_by: '' }]],
  qbr_api_key_revoked_check: ['qbr_api_key', [{ revoked_at: null }, { revoked_by: null }, { revoked_by: '' }]],

  qbr_statement_period_check: ['qbr_statement', NOT_MONTHS.map((period) => ({ period }))],
  qbr_statement_version_check: ['qbr_statement', [{ version: 0 }]],
  qbr_statement_origin_check: ['qbr_statement', [{ run_id: null }, { import: 'books.xlsx' }]],
  qbr_statement_basis_check: ['qbr_statement', [{ basis: 'Accrual' }]],
  qbr_statement_currency_check: ['qbr_statement', [{ currency: 'usd' }]],
  qbr_statement_source_check: ['qbr_statement', [{ source: 'guess' }]],
  qbr_statement_digest_check: ['qbr_statement', [{ digest: 'x' }]],
  qbr_statement_confirmed_at_check: ['qbr_statement', [{ confirmed_at: BEFORE }]],
  qbr_statement_changed_transactions_check: [
    'qbr_statement',
    ['{}', 'null', JSON.stringify(Array(51).fill({}))].map((each) => ({ changed_transactions: each })),
  ],
  qbr_statement_line_position_check: ['qbr_statement_line', [{ position: 0 }]],
  qbr_statement_line_account_check: ['qbr_statement_line', [{ account: ' ' }]],
  qbr_statement_line_section_check: ['qbr_statement_line', [{ section: 'assets' }]],
  qbr_statement_line_amount_check: ['qbr_statement_line', [{ amount: 'NaN' }]],
  qbr_books_connection_user_name_check: ['qbr_books_connection', [{ user_name: ' ' }]],
  qbr_books_connection_password_hash_check: ['qbr_books_connection', [{ password_hash: 'secret' }]],
  qbr_books_connection_closing_date_check: [
    'qbr_books_connection',
    [{ closing_date: null }, { closing_date_seen_at: null }],
  ],
  qbr_books_online_realm_id_check: ['qbr_books_online', [{ realm_id: '' }, { realm_id: 'company' }]],
  qbr_books_online_company_name_check: ['qbr_books_online', [{ company_name: ' ' }]],
  qbr_books_online_refresh_token_check: ['qbr_books_online', [{ refresh_token: 'the token itself' }]],
  qbr_books_online_connected_by_check: ['qbr_books_online', [{ connected_by: '' }]],
  qbr_books_online_ended_at_check: ['qbr_books_online', [{ refresh_token: null }, { ended_at: NOW }]],
  qbr_books_online_currency_check: ['qbr_books_online', [{ currency: 'usd' }]],
  qbr_books_online_closing_date_check: ['qbr_books_online', [{ closing_date: null }, { closing_date_seen_at: null }]],
  qbr_books_online_accounts_check: ['qbr_books_online', [{ accounts: '{}' }]],
  qbr_data_key_wrapped_check: ['qbr_data_key', [{ wrapped: 'the key itself' }, { wrapped: 'v1.' }]],
  qbr_secret_name_check: ['qbr_secret', [{ name: ' ' }]],
  qbr_secret_sealed_check: ['qbr_secret', [{ sealed: 'the secret itself' }]],
  qbr_secret_updated_by_check: ['qbr_secret', [{ updated_by: ' ' }]],
  qbr_books_authorization_state_hash_check: ['qbr_books_authorization', [{ state_hash: 'x' }]],
  qbr_books_authorization_browser_hash_check: ['qbr_books_authorization', [{ browser_hash: 'x' }]],
  qbr_import_applied_by_check: ['qbr_import', [{ applied_by: ' ' }]],
  qbr_import_changes_check: ['qbr_import', [{ changes: '{}' }]],
  qbr_import_file_bytes_check: ['qbr_import', [{ file_bytes: 0 }]],
  qbr_import_file_name_check: ['qbr_import', [{ file_name: '' }]],
  qbr_import_file_sha256_check: ['qbr_import', [{ file_sha256: 'x' }]],
  qbr_import_undone_check: ['qbr_import', [{ undone_at: NOW }, { undone_by: 'someone' }]],
  qbr_evidence_period_check: ['qbr_evidence', NOT_MONTHS.map((period) => ({ period }))],
  qbr_evidence_metric_name_check: ['qbr_evidence', [{ metric_name: ' ' }]],
  qbr_evidence_version_check: ['qbr_evidence', [{ version: 0 }]],
  qbr_evidence_row_count_check: ['qbr_evidence', [{ row_count: -1 }]],
  qbr_evidence_sum_check: ['qbr_evidence', [{ sum: 'NaN' }]],
  qbr_evidence_digest_check: ['qbr_evidence', [{ digest: 'x' }]],
  qbr_tie_out_period_check: ['qbr_tie_out', NOT_MONTHS.map((period) => ({ period }))],
  qbr_tie_out_metric_name_check: ['qbr_tie_out', [{ metric_name: ' ' }]],
  qbr_tie_out_value_check: ['qbr_tie_out', [{ state: 'differs', stored: 'NaN' }]],
  qbr_tie_out_state_check: ['qbr_tie_out', [{ state: 'perhaps' }]],
  qbr_tie_out_reason_check: ['qbr_tie_out', [{ state: 'not checked' }]],
  qbr_tie_out_ties_check: ['qbr_tie_out', [{ vendor_now: 1 }, { added: '[{"id": 1, "amount": null}]' }]],
  qbr_tie_out_lists_check: ['qbr_tie_out', [{ state: 'differs', removed: '{}' }]],
  qbr_tie_out_checked_run_id_check: ['qbr_tie_out', [{ checked_run_id: 0 }]],
  qbr_presentation_version_check: ['qbr_presentation', [{ version: 0 }]],
  qbr_presentation_presented_by_check: ['qbr_presentation', [{ presented_by: ' ' }]],
  qbr_presentation_content_check: ['qbr_presentation', [{ content: '[]' }]],
  qbr_presentation_digest_check: ['qbr_presentation', [{ digest: 'x' }]],
  qbr_presentation_previous_digest_check: ['qbr_presentation', [{ previous_digest: 'x' }]],
  qbr_backup_drill_ended_at_check: ['qbr_backup_drill', [{ started_at: NOW, ended_at: BEFORE }]],
  qbr_backup_drill_file_name_check: ['qbr_backup_drill', [{ file_name: ' ' }]],
  qbr_backup_drill_file_bytes_check: ['qbr_backup_drill', [{ file_bytes: 0 }]],
  qbr_backup_drill_digest_check: ['qbr_backup_drill', [{ digest: 'x' }]],
  qbr_backup_drill_failed_step_check: ['qbr_backup_drill', [{ failed_step: 'dream', problem: 'failed' }]],
  qbr_backup_drill_problem_check: ['qbr_backup_drill', [{ failed_step: 'restore' }, { problem: 'failed' }]],
  qbr_backup_drill_passed_check: ['qbr_backup_drill', [{ file_bytes: null }, { row_count: null }, { digest: null }]],
  qbr_notification_cause_told_check: ['qbr_notification_cause', [{ told_on: null }]],
  qbr_notification_channel_check: ['qbr_notification', [{ channel: 'pigeon' }]],
  qbr_notification_state_check: ['qbr_notification', [{ state: 'done' }]],
  qbr_notification_severity_check: ['qbr_notification', [{ severity: 'fatal' }]],
  qbr_notification_attempts_check: ['qbr_notification', [{ attempts: -1 }]],
  qbr_web_connector_session_ticket_hash_check: ['qbr_web_connector_session', [{ ticket_hash: 'x' }]],
  qbr_web_connector_session_basis_check: ['qbr_web_connector_session', [{ basis: 'both' }]],
  qbr_web_connector_session_steps_check: ['qbr_web_connector_session', [{ steps: '{}' }]],
  qbr_web_connector_session_ended_at_check: ['qbr_web_connector_session', [{ ended_at: BEFORE }]],
  qbr_account_mapping_version_check: ['qbr_account_mapping', [{ version: 0 }]],
  qbr_account_mapping_from_month_check: ['qbr_account_mapping', NOT_MONTHS.map((from_month) => ({ from_month }))],
  qbr_account_mapping_document_check: ['qbr_account_mapping', [{ document: '[]' }]],
  qbr_account_mapping_created_by_check: ['qbr_account_mapping', [{ created_by: '' }]],
  qbr_account_mapping_confirmed_check: ['qbr_account_mapping', [{ confirmed_at: null }, { confirmed_by: null }]],
};

/** Other changes to the accepted row that are as acceptable. */
const ALSO_ACCEPTED: readonly (readonly [Table, Row])[] = [
  ['qbr_metrics_monthly', { period: '2000-01', metric_value: -1 }],
  ['qbr_metrics_monthly', { period: '2100-12', metric_value: '9999999999.9999' }],
  ['qbr_metrics_monthly', { data_source: 'manual', collected_at: null, manually_entered_by: 'someone' }],
  ['qbr_metrics_monthly', { data_source: 'manual', collected_at: null, manually_entered_by: 'x', vendor_id: null }],
  ['qbr_metrics_monthly', { data_source: 'calculated', collected_at: null, vendor_id: null }],
  ['qbr_metrics_monthly', { collected_at: null, vendor_id: null }],
  ['qbr_metrics_quarterly', { period: '2100-Q4', months_covered: 3, months: ['2100-10', '2100-11', '2100-12'] }],
  ['qbr_metrics_quarterly', { period: '2000-Q2', months_covered: 1, months: ['2000-05'] }],
  ['qbr_metrics_quarterly', { period: '2025-Q3', months_covered: 2, months: ['2025-07', '2025-08'] }],
  ['qbr_smartnumbers', { period_type: 'monthly', period: '2025-12', months: ['2025-12'] }],
  ['qbr_smartnumbers', { period: '2025-Q4', months_covered: 3, months: ['2025-10', '2025-11', '2025-12'] }],
  ['qbr_collection_run', { status: 'running', ended_at: null }],
  ['qbr_collection_log', { status: 'running', collection_ended_at: null, duration_seconds: null }],
  ['qbr_finding', { period: '2025-Q1', previous_value: null, acknowledged_at: null, acknowledged_by: null }],
  ['qbr_value_history', { old_value: null, old_source: null }],
  ['qbr_value_history', { new_value: null, new_source: null }],
  ['qbr_closing_proposal', { kind: 'reopen', outcome: 'declined', decided_at: NOW }],
  ['qbr_benchmark', { members: null, p25: null, p50: null, p75: null }],
  ['qbr_person', { issuer: null, subject: null, role: 'admin' }],
  ['qbr_person', { email: null }],
  ['qbr_sign_in', { return_to: '/' }],
  ['qbr_api_key', { expires_at: null, revoked_at: null, revoked_by: null }],
  ['qbr_api_key', { role: 'operator', organization_id: null }],
  ['organization', { slug: null, currency: null }],
  ['qbr_collection_run', { trigger: 'web_connector' }],
  ['qbr_statement', { run_id: null, import: 'books.xlsx', source: 'file', basis: null, currency: null }],
  ['qbr_statement', { changed_transactions: null }],
  ['qbr_books_connection', { closing_date: null, closing_date_seen_at: null }],
  ['qbr_books_online', { refresh_token: null, ended_at: NOW }],
  ['qbr_books_online', { currency: null, closing_date: null, closing_date_seen_at: null, accounts: null }],
  ['qbr_web_connector_session', { ended_at: null }],
  ['qbr_account_mapping', { confirmed_at: null, confirmed_by: null }],
];

describe('the check constraints', () => {
  let fresh: FreshDatabase<{ kind: 'postgresql'; url: string }>;
  let session: SqlSession;
  let close: () => Promise<void>;

  beforeAll(async () => {
    fresh = await freshPostgresql();
    const client = await connectClient(fresh.connection);
    session = pgSession(client);
    close = () => client.end();
    // A run, a statement, a person, a data key and an audit entry for what refers to one.
    await session.run(insert('organization', { id: 100, name: 'With a key' }));
    await session.run(insert('qbr_data_key', { ...ACCEPTED.qbr_data_key, organization_id: 100 }));
    await session.run(insert('qbr_collection_run', { ...ACCEPTED.qbr_collection_run, id: 100 }));
    await session.run(insert('qbr_statement', { ...ACCEPTED.qbr_statement, period: '2024-01' }));
    await session.run(insert('qbr_audit', ACCEPTED.qbr_audit));
    await session.run(insert('qbr_benchmark_set', { ...ACCEPTED.qbr_benchmark_set, id: 100, year: 2023 }));
    await session.run(
      insert('qbr_person', { ...ACCEPTED.qbr_person, id: 100, email: 'bob@example.com', subject: 't' }),
    );
  });
  afterAll(async () => {
    await close();
    await fresh.remove();
  });

  const tryInsert = async (table: Table, changes: Row): Promise<string> => {
    await session.run('BEGIN');
    try {
      await session.run(insert(table, { ...ACCEPTED[table], ...changes }));
      return 'accepted';
    } catch (error) {
      return (error as { constraint?: string }).constraint ?? String(error);
    } finally {
      await session.run('ROLLBACK');
    }
  };

  it('each have a case here', async () => {
    const constraints = await session.query<{ name: string }>(
      `SELECT conname::text AS name FROM pg_constraint
       WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(constraints.map(({ name }) => name)).toEqual(Object.keys(REFUSED).sort());
  });

  it.each(Object.entries(ACCEPTED))('accept an ordinary row of %s', async (table) => {
    expect(await tryInsert(table as Table, {})).toBe('accepted');
  });

  it.each(ALSO_ACCEPTED)('accept a row of %s with %j', async (table, changes) => {
    expect(await tryInsert(table, changes)).toBe('accepted');
  });

  it.each(Object.entries(REFUSED))('%s refuses its nonsense', async (constraint, [table, changes]) => {
    for (const change of changes) expect([change, await tryInsert(table, change)]).toEqual([change, constraint]);
  });

  it('refuse an infinite value and one of an unknown organization, vendor or run', async () => {
    expect(await tryInsert('qbr_metrics_monthly', { metric_value: 'Infinity' })).toMatch(/overflow|infinite/);
    expect(await tryInsert('qbr_metrics_monthly', { organization_id: 9 })).toBe(
      'qbr_metrics_monthly_organization_id_fkey',
    );
    expect(await tryInsert('qbr_metrics_monthly', { vendor_id: 99 })).toBe('qbr_metrics_monthly_vendor_id_fkey');
    expect(await tryInsert('qbr_collection_log', { run_id: 9 })).toBe('qbr_collection_log_organization_id_run_id_fkey');
  });
});

function insert(table: string, row: Row): string {
  const columns = Object.keys(row).map((column) => `"${column}"`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')})`;
}

function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'object') return `ARRAY[${value.map(literal).join(', ')}]::varchar[]`;
  return String(value);
}
