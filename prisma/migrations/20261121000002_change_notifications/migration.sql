-- Every change of what reports show is told to the programs that keep reports in memory (src/store/change-feed.ts), whoever
-- made it: this program, another instance of it, or a person at the SQL prompt. One notification a transaction: PostgreSQL
-- folds equal ones, and sends them when the transaction commits.

CREATE FUNCTION "qbr_notify_change"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('qbr_changed', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER "qbr_metrics_monthly_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_metrics_monthly" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_metrics_quarterly_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_metrics_quarterly" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_smartnumbers_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_smartnumbers" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_thresholds_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_thresholds" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_finding_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_finding" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_period_closing_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_period_closing" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "organization_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "organization" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_collection_run_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_collection_run" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_collection_log_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_collection_log" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_setting_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_setting" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
