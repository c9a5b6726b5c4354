-- Evidence: which rows of a vendor each collected value was counted from. Tie-out: what the vendor says now against what is stored.

-- `rows` is canonical JSON, deflated: the sorted list of `[id]` or `[id, amount]`. It is null in versions that were replaced while their month
-- was still open, so that a running month keeps its newest rows and not those of every night.
CREATE TABLE "qbr_evidence" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "version" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "rows" BYTEA,
    "row_count" INTEGER NOT NULL,
    "sum" DECIMAL(18,6),
    "digest" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_evidence_pkey" PRIMARY KEY ("organization_id", "period", "metric_name", "version"),
    CONSTRAINT "qbr_evidence_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_evidence_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_evidence_version_check" CHECK ("version" >= 1),
    CONSTRAINT "qbr_evidence_row_count_check" CHECK ("row_count" >= 0),
    CONSTRAINT "qbr_evidence_sum_check" CHECK ("sum" <> 'NaN'),
    CONSTRAINT "qbr_evidence_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$')
);

-- A run that finds the same as the newest row of a value only moves that row's `checked_run_id` and `checked_at`.
CREATE TABLE "qbr_tie_out" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "run_id" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "evidence_version" INTEGER,
    "stored" DECIMAL(14,4),
    "vendor_now" DECIMAL(14,4),
    "state" VARCHAR(15) NOT NULL,
    "reason" VARCHAR(500),
    "added" JSONB NOT NULL DEFAULT '[]',
    "removed" JSONB NOT NULL DEFAULT '[]',
    "changed" JSONB NOT NULL DEFAULT '[]',
    "checked_run_id" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_tie_out_pkey" PRIMARY KEY ("organization_id", "period", "metric_name", "run_id"),
    CONSTRAINT "qbr_tie_out_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_tie_out_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_tie_out_value_check" CHECK ("stored" <> 'NaN' AND "vendor_now" <> 'NaN'),
    CONSTRAINT "qbr_tie_out_state_check" CHECK ("state" IN ('ties', 'differs', 'not checked')),
    CONSTRAINT "qbr_tie_out_reason_check" CHECK ("state" <> 'not checked' OR "reason" IS NOT NULL),
    CONSTRAINT "qbr_tie_out_ties_check" CHECK ("state" <> 'ties' OR ("stored" = "vendor_now" AND "added" = '[]' AND "removed" = '[]' AND "changed" = '[]')),
    CONSTRAINT "qbr_tie_out_lists_check" CHECK (jsonb_typeof("added") = 'array' AND jsonb_typeof("removed") = 'array' AND jsonb_typeof("changed") = 'array'),
    CONSTRAINT "qbr_tie_out_checked_run_id_check" CHECK ("checked_run_id" >= "run_id")
);

ALTER TABLE "qbr_evidence" ADD CONSTRAINT "qbr_evidence_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_evidence" ADD CONSTRAINT "qbr_evidence_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_evidence" ADD CONSTRAINT "qbr_evidence_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_tie_out" ADD CONSTRAINT "qbr_tie_out_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_tie_out" ADD CONSTRAINT "qbr_tie_out_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_tie_out" ADD CONSTRAINT "qbr_tie_out_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_tie_out" ADD CONSTRAINT "qbr_tie_out_organization_id_checked_run_id_fkey" FOREIGN KEY ("organization_id", "checked_run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_evidence', 'qbr_notify_years');
CALL "qbr_notify_changes_of"('qbr_tie_out', 'qbr_notify_years');
