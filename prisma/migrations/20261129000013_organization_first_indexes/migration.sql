-- The collections of a month, and the runs of a scheduled time, of one organization among many. The indexes that begin with the month and the
-- time go a release later than the version that needs them.
CREATE INDEX "qbr_collection_log_organization_id_period_idx" ON "qbr_collection_log"("organization_id", "period");
CREATE INDEX "qbr_collection_run_organization_id_scheduled_for_idx" ON "qbr_collection_run"("organization_id", "scheduled_for");
