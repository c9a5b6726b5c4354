-- A notification says what it is about, so that programs evict only that from their caches (src/store/engine/change-feed.ts):
--   7:2025,2026   values, findings or closings of organization 7 in these years
--   7:            what organization 7 has beside its months: name, thresholds, settings, collection runs
--   access        people, sessions and API keys
--   *             everything
-- The setting `qbr.changes` holds the notifications of the current transaction, for the program that has begun it: it evicts
-- them as soon as it has committed, without waiting for the server to send them back.

CREATE FUNCTION "qbr_notify"("payload" TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    noted TEXT := coalesce(current_setting('qbr.changes', true), '');
BEGIN
    PERFORM pg_notify('qbr_changed', payload);
    IF payload = ANY (string_to_array(noted, ' ')) THEN RETURN; END IF;
    PERFORM set_config('qbr.changes', ltrim(noted || ' ' || payload), true);
END
$$;

CREATE FUNCTION "qbr_notify_years"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.qbr_notify(organization_id || ':' || string_agg(DISTINCT left(period, 4), ','))
    FROM changed GROUP BY organization_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION "qbr_notify_organizations"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.qbr_notify(id || ':') FROM (SELECT DISTINCT organization_id AS id FROM changed) AS ids;
    RETURN NULL;
END
$$;

CREATE FUNCTION "qbr_notify_names"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.qbr_notify(id || ':') FROM changed;
    RETURN NULL;
END
$$;

CREATE FUNCTION "qbr_notify_fixed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.qbr_notify(TG_ARGV[0]);
    RETURN NULL;
END
$$;

-- Makes the triggers of a table, with the function that says what a change is about. A trigger that sees the changed rows is for
-- one event; an update has old and new ones.
CREATE PROCEDURE "qbr_notify_changes_of"("name" TEXT, "notifier" TEXT) LANGUAGE plpgsql AS $$
DECLARE
    events CONSTANT TEXT[][] := ARRAY[
        ['inserted', 'INSERT', 'NEW'], ['updated_from', 'UPDATE', 'OLD'], ['updated_to', 'UPDATE', 'NEW'], ['deleted', 'DELETE', 'OLD']];
    event TEXT[];
BEGIN
    FOREACH event SLICE 1 IN ARRAY events LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()',
            name || '_' || event[1], event[2], name, event[3], notifier);
    END LOOP;
    EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION qbr_notify_fixed(''*'')',
        name || '_truncated', name);
END
$$;

DROP TRIGGER "qbr_metrics_monthly_changed" ON "qbr_metrics_monthly";
CALL "qbr_notify_changes_of"('qbr_metrics_monthly', 'qbr_notify_years');
DROP TRIGGER "qbr_metrics_quarterly_changed" ON "qbr_metrics_quarterly";
CALL "qbr_notify_changes_of"('qbr_metrics_quarterly', 'qbr_notify_years');
DROP TRIGGER "qbr_smartnumbers_changed" ON "qbr_smartnumbers";
CALL "qbr_notify_changes_of"('qbr_smartnumbers', 'qbr_notify_years');
DROP TRIGGER "qbr_finding_changed" ON "qbr_finding";
CALL "qbr_notify_changes_of"('qbr_finding', 'qbr_notify_years');
DROP TRIGGER "qbr_period_closing_changed" ON "qbr_period_closing";
CALL "qbr_notify_changes_of"('qbr_period_closing', 'qbr_notify_years');
DROP TRIGGER "qbr_thresholds_changed" ON "qbr_thresholds";
CALL "qbr_notify_changes_of"('qbr_thresholds', 'qbr_notify_organizations');
DROP TRIGGER "qbr_setting_changed" ON "qbr_setting";
CALL "qbr_notify_changes_of"('qbr_setting', 'qbr_notify_organizations');
DROP TRIGGER "qbr_collection_run_changed" ON "qbr_collection_run";
CALL "qbr_notify_changes_of"('qbr_collection_run', 'qbr_notify_organizations');
DROP TRIGGER "qbr_collection_log_changed" ON "qbr_collection_log";
CALL "qbr_notify_changes_of"('qbr_collection_log', 'qbr_notify_organizations');
DROP TRIGGER "organization_changed" ON "organization";
CALL "qbr_notify_changes_of"('organization', 'qbr_notify_names');

DROP TRIGGER "qbr_person_changed" ON "qbr_person";
DROP TRIGGER "qbr_session_changed" ON "qbr_session";
DROP TRIGGER "qbr_api_key_changed" ON "qbr_api_key";
CREATE TRIGGER "qbr_person_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF "email", "name", "role" ON "qbr_person" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('access');
CREATE TRIGGER "qbr_session_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE ON "qbr_session" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('access');
CREATE TRIGGER "qbr_api_key_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF "role", "expires_at", "revoked_at" ON "qbr_api_key" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('access');

DROP FUNCTION "qbr_notify_change"();
