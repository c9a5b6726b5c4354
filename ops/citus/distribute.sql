-- Distributes the tables of this program over the nodes of Citus, by organization (README.md beside this file). For a migrated database whose
-- coordinator has the extension and its workers, while no server runs: psql -v ON_ERROR_STOP=1 -f distribute.sql. All or nothing; to run it
-- again, as after a new version's migrations, does only what is not done yet.

BEGIN;
-- Shards one after another, so that foreign keys to reference tables can be made in the same transaction.
SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
SET LOCAL search_path TO public;
SET LOCAL client_min_messages TO warning;

CREATE TEMPORARY TABLE placement ("table" TEXT PRIMARY KEY, kind TEXT NOT NULL) ON COMMIT DROP;

-- On every node in whole: what the rows of all organizations refer to.
INSERT INTO placement SELECT name, 'reference' FROM unnest(ARRAY['organization', 'vendor']) AS names (name);

-- By `organization_id`, so that all rows of an organization are on one node.
INSERT INTO placement SELECT name, 'distributed' FROM unnest(ARRAY[
    'qbr_metrics_monthly', 'qbr_metrics_quarterly', 'qbr_smartnumbers', 'qbr_thresholds', 'qbr_value_history', 'qbr_finding',
    'qbr_period_freeze', 'qbr_period_closing', 'qbr_closing_proposal', 'qbr_presentation', 'qbr_import', 'qbr_evidence', 'qbr_tie_out',
    'qbr_collection_run', 'qbr_collection_log', 'qbr_device_snapshot',
    'qbr_statement', 'qbr_statement_line', 'qbr_account_mapping', 'qbr_books_month', 'qbr_books_connection', 'qbr_books_online',
    'qbr_books_authorization', 'qbr_web_connector_session',
    'qbr_setting', 'qbr_data_key', 'qbr_secret', 'qbr_backup_drill', 'qbr_notification_cause', 'qbr_notification',
    'qbr_audit', 'qbr_audit_chain', 'qbr_audit_subject'
]) AS names (name);

-- On the coordinator only: who may come in, what is the installation's, and the first organization's devices, which may be an
-- inventory program's.
INSERT INTO placement SELECT name, 'local' FROM unnest(ARRAY[
    'qbr_person', 'qbr_membership', 'qbr_session', 'qbr_sign_in', 'qbr_api_key',
    'qbr_benchmark', 'qbr_benchmark_set', 'qbr_benchmark_set_line', 'qbr_vendor_server',
    'site', 'device_identity', 'device_snapshot', '_prisma_migrations'
]) AS names (name);

DO $$
DECLARE
    unknown TEXT;
BEGIN
    SELECT string_agg(relname, ', ' ORDER BY relname) INTO unknown FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname LIKE 'qbr\_%'
        AND relname NOT IN (SELECT "table" FROM placement);
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'This file does not say where these tables are to be: %', unknown
            USING HINT = 'Take the file of the version that has migrated the database.';
    END IF;
END
$$;

-- What is not distributed yet.
DELETE FROM placement WHERE kind <> 'local' AND "table" IN (SELECT logicalrelid::regclass::text FROM pg_dist_partition WHERE partmethod <> 'n' OR repmodel = 't');

-- Citus accepts no triggers: the program notifies of changes and numbers audit entries itself where it finds none.
DO $$
DECLARE
    each RECORD;
BEGIN
    FOR each IN
        SELECT tgname, tgrelid::regclass AS name FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN (SELECT "table"::regclass FROM placement WHERE kind <> 'local')
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', each.tgname, each.name);
    END LOOP;
END
$$;
-- On a shard a row is of another type.
DROP FUNCTION IF EXISTS qbr_audit_hash(qbr_audit);
DO $$
BEGIN
    IF EXISTS (SELECT FROM placement WHERE "table" = 'qbr_audit') THEN
        -- A version that leaves the numbering to a trigger is refused rather than believed. It inserts the number 0.
        ALTER TABLE qbr_audit ALTER COLUMN id DROP DEFAULT, ALTER COLUMN previous_hash DROP DEFAULT, ALTER COLUMN hash DROP DEFAULT,
            ADD CONSTRAINT qbr_audit_numbered_check CHECK (id <> 0);
    END IF;
    IF EXISTS (SELECT FROM placement WHERE "table" = 'qbr_notification') THEN
        -- A unique key holds the organization, or no shard could enforce it.
        DROP INDEX qbr_notification_message_id_channel_key;
        CREATE UNIQUE INDEX qbr_notification_organization_id_message_id_channel_key ON qbr_notification (organization_id, message_id, channel);
    END IF;
END
$$;
-- Nor does it accept subqueries in policies, and its workers do not know a session's organization.
DO $$
DECLARE
    each REGCLASS;
BEGIN
    FOR each IN SELECT polrelid FROM pg_policy WHERE polname = 'qbr_organization' AND polrelid IN (SELECT "table"::regclass FROM placement WHERE kind <> 'local') LOOP
        EXECUTE format('DROP POLICY qbr_organization ON %s', each);
        EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', each);
    END LOOP;
END
$$;
-- Foreign keys come back when both of their tables are where they will be.
CREATE TEMPORARY TABLE foreign_key ON COMMIT DROP AS
SELECT conrelid::regclass::text AS "table", conname::text AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND (conrelid IN (SELECT "table"::regclass FROM placement WHERE kind <> 'local')
    OR confrelid IN (SELECT "table"::regclass FROM placement WHERE kind <> 'local'));

DO $$
DECLARE
    each RECORD;
BEGIN
    FOR each IN SELECT * FROM foreign_key LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each."table", each.name);
    END LOOP;
    FOR each IN SELECT * FROM placement WHERE kind = 'reference' LOOP
        PERFORM create_reference_table(each."table"::regclass);
    END LOOP;
    FOR each IN SELECT * FROM placement WHERE kind = 'distributed' ORDER BY "table" <> 'qbr_metrics_monthly' LOOP
        PERFORM create_distributed_table(each."table"::regclass, 'organization_id',
            colocate_with => CASE WHEN each."table" = 'qbr_metrics_monthly' THEN 'none' ELSE 'qbr_metrics_monthly' END);
    END LOOP;
    -- But those of local tables: with one to a reference table, Citus would convert them, and refuse their policies and triggers.
    FOR each IN SELECT * FROM foreign_key WHERE "table" NOT IN (SELECT "table" FROM placement WHERE kind = 'local') LOOP
        -- An organization's id never changes, nor does the number of an audit entry.
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', each."table", each.name,
            replace(each.definition, 'ON UPDATE CASCADE', 'ON UPDATE RESTRICT'));
    END LOOP;
END
$$;

COMMIT;
