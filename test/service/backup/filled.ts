import type { Database } from '#src/store/engine/database.ts';

const HASH = 'a'.repeat(64);

/**
 * Rows of every table that the generated company leaves empty, with values that a careless copy changes: the longest decimals,
 * microseconds, quotes, line ends, arrays, nulls, and an audit trail whose JSON has all of these.
 */
const STATEMENTS: readonly string[] = [
  `INSERT INTO qbr_person (id, email, name, role, created_at, created_by)
   VALUES (41, 'ann@example.com', E'Ann "\\\\" O''Neil\\n\\t✓ 😀', 'admin', '2026-01-02 03:04:05.678901+00', 'test')`,
  `INSERT INTO qbr_membership VALUES (1, 41, 'editor', '2026-01-02 03:04:05.678901+00', E'o\\'brien')`,
  `INSERT INTO qbr_session (secret_hash, person_id, created_at, expires_at) VALUES ('${HASH}', 41, now(), now() + interval '1 day')`,
  `INSERT INTO qbr_sign_in VALUES ('${HASH}', '${HASH}', 'verifier', 'nonce', '/', now())`,
  `INSERT INTO qbr_api_key (name, prefix, secret_hash, role, created_at, created_by)
   VALUES ('office', 'qbr_aaaaaaaa', '${HASH}', 'viewer', now(), 'test')`,
  `INSERT INTO qbr_setting (organization_id, key, value, updated_at, updated_by)
   SELECT 1, 'test.setting', to_jsonb('{"a": [1.50, null, "\\u00fc"]}'::text), now(), 'test'`,
  `INSERT INTO qbr_thresholds (organization_id, metric_name, threshold_type, bound, threshold_value, notes)
   VALUES (1, 'nrr', 'warning', 'min', 9999999999.9999, E'a\\r\\nb')`,
  // Databases sort these in different ways.
  `INSERT INTO qbr_thresholds (organization_id, metric_name, threshold_type, bound, threshold_value)
   SELECT 1, name, 'warning', 'min', 1 FROM unnest(ARRAY['Zed', 'apple', 'a b', 'ab', 'änd']) AS name`,
  `INSERT INTO qbr_collection_run (organization_id, id, trigger, started_at, ended_at, status, requested_by, host, process_id)
   VALUES (1, 900, 'web_connector', '2026-11-01', '2026-11-01 00:00:00.000001', 'success', 'test', 'host', 1)`,
  `INSERT INTO qbr_evidence VALUES (1, '2026-10', 'reactive_time_spent', 41, 900, 2, '\\x00ff0a225c', 1, 123456789012.123456, '${HASH}', now())`,
  `INSERT INTO qbr_tie_out (organization_id, period, metric_name, run_id, vendor_id, stored, vendor_now, state, removed, checked_run_id, checked_at)
   VALUES (1, '2026-10', 'reactive_time_spent', 900, 2, 1.5, 0.75, 'differs', '[{"id": 7, "amount": "0.75", "reason": "deleted"}]', 900, now())`,
  `INSERT INTO qbr_statement (organization_id, period, version, vendor_id, run_id, source, digest, read_at, confirmed_at)
   VALUES (1, '2026-10', 1, 4, 900, 'web_connector', '${HASH}', now(), now())`,
  `INSERT INTO qbr_statement_line VALUES (1, '2026-10', 1, 1, 'Sales:Übung', NULL, '4000', NULL, 'income', -12345678901234.5678)`,
  `INSERT INTO qbr_account_mapping (organization_id, version, from_month, document, reason, created_at, created_by)
   VALUES (1, 1, '2026-01', '{"z": 1, "a": 1.10, "long": "x"}', 'first', now(), 'test')`,
  `INSERT INTO qbr_books_month VALUES (1, '2026-10', 1, 1, now())`,
  `INSERT INTO qbr_books_connection (organization_id, user_name, password_hash, owner_id, file_id, created_at, created_by)
   VALUES (1, 'qbr', 'scrypt$1', gen_random_uuid(), gen_random_uuid(), now(), 'test')`,
  `INSERT INTO qbr_books_online (organization_id, realm_id, company_name, refresh_token, refresh_token_expires_at, consented_at, connected_by)
   VALUES (1, '123', 'Example MSP', 'v1.aaaaaaaa.sealed', now(), now(), 'test')`,
  `INSERT INTO qbr_data_key VALUES (1, 'v1.aaaaaaaa.wrapped', now(), now())`,
  `INSERT INTO qbr_secret VALUES (1, 'connectwise.private_key', 'v1.aaaaaaaa.sealed', now(), 'test')`,
  `INSERT INTO qbr_books_authorization VALUES (1, '${HASH}', '${HASH}', now())`,
  `INSERT INTO qbr_web_connector_session (organization_id, ticket_hash, run_id, basis, steps, started_at, last_call_at)
   VALUES (1, '${HASH}', 900, 'accrual', '[]', now(), now())`,
  `INSERT INTO qbr_import (organization_id, file_name, file_sha256, file_bytes, applied_at, applied_by, changes, change_count)
   SELECT 1, 'a.xlsx', '${HASH}', 10, now(), 'test', (SELECT jsonb_agg(jsonb_build_object('n', n, 'text', repeat('x', 400)))
     FROM generate_series(1, 3000) n), 3000`,
  `INSERT INTO qbr_presentation VALUES (1, '2026-Q3', 1, now(), 'Übung', NULL, '{"z": 1, "a": "1.10"}', '${HASH}', repeat('0', 64))`,
  `INSERT INTO site (vendor_id, vendor_site_key, name) VALUES (2, 's', 'Site')`,
  `INSERT INTO device_identity (vendor_id, vendor_device_key, first_seen_date, last_seen_date) VALUES (2, 'd', '2026-01-01', '2026-02-01')`,
  `INSERT INTO device_snapshot (snapshot_date, vendor_id, device_identity_id, site_id, hostname) 
   SELECT '2026-02-01', 2, i.id, s.id, 'pc' FROM device_identity i, site s WHERE vendor_device_key = 'd' AND vendor_site_key = 's'`,
  `INSERT INTO qbr_device_snapshot VALUES (1, 2, '2026-02-01', 'd', E'pc\\n', 'Übung', NULL, '', 'MAC', '2026-02-01 03:04:05.678901+00', 900)`,
  `INSERT INTO qbr_period_closing (organization_id, period, closed_at, closed_by) VALUES (1, '2025-01', now(), 'test')`,
  `INSERT INTO qbr_closing_proposal (organization_id, period, kind, missing, open_findings, proposed_at, proposed_by, proposer_id,
     accountable_id, expires_at, history_id)
   VALUES (1, '2025-02', 'close', '{nrr,mrr}', '{"It’s \\"zero\\", or {not}"}', now(), 'test', 'person:1', 'person:1', now() + interval '14 days', 7)`,
  `INSERT INTO qbr_finding (organization_id, period, metric_name, kind, value, message, created_at)
   VALUES (1, '2026-10', 'nrr', 'suspicious_zero', 0, 'zero', now())`,
  `SELECT qbr_audit_record(1, '2026-11-12 15:00:00.123456+00', 'Ann', 'test', '{"b": "\\"\\\\ ü", "a": [1.0, null]}', NULL, NULL, NULL)`,
  `INSERT INTO qbr_backup_drill (organization_id, started_at, ended_at, file_name, file_bytes, row_count, digest, host)
   VALUES (1, '2026-11-01', '2026-11-01 00:00:00.000001', 'qbr-20261101-000000.backup', 9007199254740993, 1, '${HASH}', 'host')`,
  `INSERT INTO qbr_notification_cause VALUES (1, 'drift', 'finding 7', NULL, 'over', true, true, '2026-11-01', now())`,
  `INSERT INTO qbr_notification (organization_id, message_id, channel, cause, state, severity, text, path, created_at, next_attempt_at)
   VALUES (1, gen_random_uuid(), 'webhook', 'drift', 'problem', 'warning', 'It’s "drift"', '/quality', now(), now())`,
  `INSERT INTO qbr_benchmark VALUES ('2026-Q3', 'rhem', 'all', 7, NULL, -0.000012, 12345678.654321, 12345679, NULL,
     '2026-11-01 00:00:00.000001', '{1,2,3,4,5,6,7}', '{1,2,3,4,5,6,1793491200000001}')`,
  `INSERT INTO qbr_benchmark_set (id, source, year, imported_at, imported_by) VALUES (43, E'It’s "ours"\n', 2025, now(), 'test')`,
  `INSERT INTO qbr_vendor_server VALUES ('na.example.com', now())`,
  `INSERT INTO qbr_benchmark_set_line VALUES (43, 'rhem', 'small', NULL, NULL, 0.1, 0.2, 0.3, NULL)`,
];

/** Adds rows of every table to the generated company. */
export async function fillEveryTable({ prisma }: Database): Promise<void> {
  for (const sql of STATEMENTS) await prisma.$executeRawUnsafe(sql);
}

/** Every row of every table of `public`, as the database writes it, without the migrations' times. */
export async function allRows({ prisma }: Database): Promise<Record<string, string[]>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const columns = name === '_prisma_migrations' ? 'migration_name, checksum' : '*';
    const found = await prisma.$queryRawUnsafe<{ text: string }[]>(
      `SELECT row_to_json(t)::text AS text FROM (SELECT ${columns} FROM ${name}) AS t`,
    );
    rows[name] = found.map(({ text }) => text).sort();
  }
  return rows;
}

/** The last value of every sequence. */
export async function sequences({ prisma }: Database): Promise<unknown> {
  return prisma.$queryRaw`SELECT relname AS name, pg_sequence_last_value(oid) AS value FROM pg_class WHERE relkind = 'S' ORDER BY 1`;
}
