-- The first tables. Applied by the program itself (src/store/migrate.ts) in one transaction, in the schema `public`.
--
-- The database may be shared with an inventory database that already has `vendor`, `site`, `device_identity` and
-- `device_snapshot` with rows of its own. Those four are therefore adopted where they exist: created only if absent,
-- given the columns they lack (nullable, so that no row is rewritten), and never changed otherwise.

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables shared with an inventory database
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS "vendor" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(255) NOT NULL,

    CONSTRAINT "vendor_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "vendor_name_key" UNIQUE ("name")
);

CREATE TABLE IF NOT EXISTS "site" (
    "id" SERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "vendor_site_key" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "uq_site_vendor_site_key" UNIQUE ("vendor_id", "vendor_site_key"),
    CONSTRAINT "site_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE TABLE IF NOT EXISTS "device_identity" (
    "id" SERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "vendor_device_key" VARCHAR(255) NOT NULL,
    "first_seen_date" DATE NOT NULL,
    "last_seen_date" DATE NOT NULL,

    CONSTRAINT "device_identity_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "uq_device_identity_vendor_device_key" UNIQUE ("vendor_id", "vendor_device_key"),
    CONSTRAINT "device_identity_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE TABLE IF NOT EXISTS "device_snapshot" (
    "id" SERIAL NOT NULL,
    "snapshot_date" DATE NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "device_identity_id" INTEGER,
    "site_id" INTEGER,
    "hostname" VARCHAR(255),
    "organization_name" VARCHAR(255),
    "display_name" VARCHAR(255),
    "location_name" VARCHAR(255),
    "node_class" VARCHAR(100),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "qbr_run_id" INTEGER,

    CONSTRAINT "device_snapshot_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "uq_device_snapshot_date_vendor_device" UNIQUE ("snapshot_date", "vendor_id", "device_identity_id"),
    CONSTRAINT "device_snapshot_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "device_snapshot_device_identity_id_fkey" FOREIGN KEY ("device_identity_id") REFERENCES "device_identity"("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "device_snapshot_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- What an inventory database of an older shape may lack. A reference is declared together with its column, so it is only
-- added where every value is null and nothing has to be checked.
ALTER TABLE "device_snapshot"
    ADD COLUMN IF NOT EXISTS "device_identity_id" INTEGER REFERENCES "device_identity"("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    ADD COLUMN IF NOT EXISTS "site_id" INTEGER REFERENCES "site"("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    ADD COLUMN IF NOT EXISTS "hostname" VARCHAR(255),
    ADD COLUMN IF NOT EXISTS "organization_name" VARCHAR(255),
    ADD COLUMN IF NOT EXISTS "display_name" VARCHAR(255),
    ADD COLUMN IF NOT EXISTS "location_name" VARCHAR(255),
    ADD COLUMN IF NOT EXISTS "node_class" VARCHAR(100),
    ADD COLUMN IF NOT EXISTS "created_at" TIMESTAMPTZ(6),
    ADD COLUMN IF NOT EXISTS "qbr_run_id" INTEGER;

CREATE INDEX IF NOT EXISTS "device_snapshot_vendor_id_snapshot_date_idx" ON "device_snapshot"("vendor_id", "snapshot_date");

-- ---------------------------------------------------------------------------------------------------------------------
-- Organizations
-- ---------------------------------------------------------------------------------------------------------------------

-- Row 1 is inserted by the program, which knows its configured name (src/store/vendors.ts).
CREATE TABLE "organization" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "organization_name_check" CHECK (btrim("name") <> '')
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Values
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE "qbr_metrics_monthly" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "metric_value" DECIMAL(14,4) NOT NULL,
    "data_source" VARCHAR(20) NOT NULL,
    "vendor_id" INTEGER,
    "collected_at" TIMESTAMPTZ(6),
    "manually_entered_by" VARCHAR(100),
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qbr_metrics_monthly_pkey" PRIMARY KEY ("organization_id", "period", "metric_name"),
    CONSTRAINT "qbr_metrics_monthly_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_metrics_monthly_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_metrics_monthly_metric_value_check" CHECK ("metric_value" <> 'NaN'),
    CONSTRAINT "qbr_metrics_monthly_data_source_check" CHECK ("data_source" IN ('collected', 'manual', 'calculated')),
    CONSTRAINT "qbr_metrics_monthly_manual_check" CHECK ("data_source" <> 'manual' OR btrim(coalesce("manually_entered_by", '')) <> ''),
    CONSTRAINT "qbr_metrics_monthly_calculated_check" CHECK ("data_source" <> 'calculated' OR "vendor_id" IS NULL),
    -- A time of collection belongs to a collected value that a vendor gave.
    CONSTRAINT "qbr_metrics_monthly_collected_at_check" CHECK ("collected_at" IS NULL OR ("data_source" = 'collected' AND "vendor_id" IS NOT NULL))
);

CREATE INDEX "qbr_metrics_monthly_period_metric_name_idx" ON "qbr_metrics_monthly"("period", "metric_name");
CREATE INDEX "qbr_metrics_monthly_organization_id_period_idx" ON "qbr_metrics_monthly"("organization_id", "period");
CREATE INDEX "qbr_metrics_monthly_vendor_id_period_idx" ON "qbr_metrics_monthly"("vendor_id", "period");
CREATE INDEX "qbr_metrics_monthly_data_source_idx" ON "qbr_metrics_monthly"("data_source");

CREATE TABLE "qbr_metrics_quarterly" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "metric_value" DECIMAL(14,4) NOT NULL,
    "months_covered" SMALLINT NOT NULL,
    "months" VARCHAR(7)[] NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qbr_metrics_quarterly_pkey" PRIMARY KEY ("organization_id", "period", "metric_name"),
    CONSTRAINT "qbr_metrics_quarterly_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-Q[1-4]$'),
    CONSTRAINT "qbr_metrics_quarterly_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_metrics_quarterly_metric_value_check" CHECK ("metric_value" <> 'NaN'),
    CONSTRAINT "qbr_metrics_quarterly_months_covered_check" CHECK ("months_covered" BETWEEN 1 AND 3 AND "months_covered" = cardinality("months")),
    -- Months of this quarter, each once, in order.
    CONSTRAINT "qbr_metrics_quarterly_months_check" CHECK (
        "months"::TEXT[] <@ CASE right("period", 1)
            WHEN '1' THEN ARRAY[left("period", 4) || '-01', left("period", 4) || '-02', left("period", 4) || '-03']
            WHEN '2' THEN ARRAY[left("period", 4) || '-04', left("period", 4) || '-05', left("period", 4) || '-06']
            WHEN '3' THEN ARRAY[left("period", 4) || '-07', left("period", 4) || '-08', left("period", 4) || '-09']
            ELSE ARRAY[left("period", 4) || '-10', left("period", 4) || '-11', left("period", 4) || '-12']
        END
        AND ("months"[1] < "months"[2]) IS NOT FALSE
        AND ("months"[2] < "months"[3]) IS NOT FALSE
    )
);

CREATE INDEX "qbr_metrics_quarterly_period_metric_name_idx" ON "qbr_metrics_quarterly"("period", "metric_name");

CREATE TABLE "qbr_smartnumbers" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "kpi_name" VARCHAR(100) NOT NULL,
    "period_type" VARCHAR(10) NOT NULL,
    "kpi_value" DECIMAL(12,4) NOT NULL,
    "calculation_method" VARCHAR(200) NOT NULL,
    "months_covered" SMALLINT NOT NULL,
    "months" VARCHAR(7)[] NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qbr_smartnumbers_pkey" PRIMARY KEY ("organization_id", "period", "kpi_name"),
    CONSTRAINT "qbr_smartnumbers_period_check" CHECK (
        ("period_type" = 'monthly' AND "period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$')
        OR ("period_type" = 'quarterly' AND "period" ~ '^(20[0-9]{2}|2100)-Q[1-4]$')
    ),
    CONSTRAINT "qbr_smartnumbers_kpi_name_check" CHECK (btrim("kpi_name") <> ''),
    CONSTRAINT "qbr_smartnumbers_kpi_value_check" CHECK ("kpi_value" <> 'NaN'),
    CONSTRAINT "qbr_smartnumbers_calculation_method_check" CHECK (btrim("calculation_method") <> ''),
    CONSTRAINT "qbr_smartnumbers_months_covered_check" CHECK ("months_covered" BETWEEN 1 AND 3 AND "months_covered" = cardinality("months")),
    -- The month itself, or months of this quarter, each once, in order.
    CONSTRAINT "qbr_smartnumbers_months_check" CHECK (
        "months"::TEXT[] <@ CASE substr("period", 6)
            WHEN 'Q1' THEN ARRAY[left("period", 4) || '-01', left("period", 4) || '-02', left("period", 4) || '-03']
            WHEN 'Q2' THEN ARRAY[left("period", 4) || '-04', left("period", 4) || '-05', left("period", 4) || '-06']
            WHEN 'Q3' THEN ARRAY[left("period", 4) || '-07', left("period", 4) || '-08', left("period", 4) || '-09']
            WHEN 'Q4' THEN ARRAY[left("period", 4) || '-10', left("period", 4) || '-11', left("period", 4) || '-12']
            ELSE ARRAY["period"::TEXT]
        END
        AND ("months"[1] < "months"[2]) IS NOT FALSE
        AND ("months"[2] < "months"[3]) IS NOT FALSE
    )
);

CREATE INDEX "qbr_smartnumbers_period_kpi_name_idx" ON "qbr_smartnumbers"("period", "kpi_name");

CREATE TABLE "qbr_thresholds" (
    "organization_id" INTEGER NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "threshold_type" VARCHAR(10) NOT NULL,
    "bound" VARCHAR(3) NOT NULL,
    "threshold_value" DECIMAL(14,4) NOT NULL,
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" VARCHAR(100),

    CONSTRAINT "qbr_thresholds_pkey" PRIMARY KEY ("organization_id", "metric_name", "threshold_type", "bound"),
    CONSTRAINT "qbr_thresholds_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_thresholds_threshold_type_check" CHECK ("threshold_type" IN ('warning', 'critical')),
    CONSTRAINT "qbr_thresholds_bound_check" CHECK ("bound" IN ('min', 'max')),
    CONSTRAINT "qbr_thresholds_threshold_value_check" CHECK ("threshold_value" <> 'NaN')
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Collections
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE "qbr_collection_run" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "trigger" VARCHAR(20) NOT NULL,
    "scheduled_for" TIMESTAMPTZ(6),
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "status" VARCHAR(20) NOT NULL,
    "force" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "requested_by" VARCHAR(100) NOT NULL,
    "host" VARCHAR(255) NOT NULL,
    "process_id" INTEGER NOT NULL,
    "interrupted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "qbr_collection_run_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_collection_run_trigger_check" CHECK ("trigger" IN ('schedule', 'catch_up', 'cli', 'api')),
    CONSTRAINT "qbr_collection_run_status_check" CHECK ("status" IN ('running', 'success', 'partial', 'failed')),
    CONSTRAINT "qbr_collection_run_ended_at_check" CHECK (("status" = 'running') = ("ended_at" IS NULL) AND "ended_at" >= "started_at"),
    CONSTRAINT "qbr_collection_run_requested_by_check" CHECK (btrim("requested_by") <> ''),
    CONSTRAINT "qbr_collection_run_host_check" CHECK (btrim("host") <> '')
);

CREATE INDEX "qbr_collection_run_started_at_idx" ON "qbr_collection_run"("started_at");
CREATE INDEX "qbr_collection_run_status_idx" ON "qbr_collection_run"("status");
CREATE INDEX "qbr_collection_run_scheduled_for_idx" ON "qbr_collection_run"("scheduled_for");

CREATE TABLE "qbr_collection_log" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "collection_started_at" TIMESTAMPTZ(6) NOT NULL,
    "collection_ended_at" TIMESTAMPTZ(6),
    "status" VARCHAR(20) NOT NULL,
    "error_message" TEXT,
    "notes" TEXT,
    "metrics_collected" INTEGER NOT NULL DEFAULT 0,
    "duration_seconds" DECIMAL(10,3),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qbr_collection_log_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_collection_log_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_collection_log_status_check" CHECK ("status" IN ('running', 'success', 'partial', 'failed')),
    CONSTRAINT "qbr_collection_log_collection_ended_at_check" CHECK (("status" = 'running') = ("collection_ended_at" IS NULL) AND "collection_ended_at" >= "collection_started_at"),
    CONSTRAINT "qbr_collection_log_metrics_collected_check" CHECK ("metrics_collected" >= 0),
    CONSTRAINT "qbr_collection_log_duration_seconds_check" CHECK ("duration_seconds" <> 'NaN' AND "duration_seconds" >= 0)
);

CREATE INDEX "qbr_collection_log_collection_started_at_idx" ON "qbr_collection_log"("collection_started_at");
CREATE INDEX "qbr_collection_log_period_idx" ON "qbr_collection_log"("period");
CREATE INDEX "qbr_collection_log_vendor_id_idx" ON "qbr_collection_log"("vendor_id");
CREATE INDEX "qbr_collection_log_status_idx" ON "qbr_collection_log"("status");
CREATE UNIQUE INDEX "qbr_collection_log_organization_id_run_id_vendor_id_period_key" ON "qbr_collection_log"("organization_id", "run_id", "vendor_id", "period");

-- ---------------------------------------------------------------------------------------------------------------------
-- What is known about values besides the values
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE "qbr_finding" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "kind" VARCHAR(30) NOT NULL,
    "value" DECIMAL(14,4) NOT NULL,
    "previous_value" DECIMAL(14,4),
    "message" TEXT NOT NULL,
    "vendor_id" INTEGER,
    "run_id" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(6),
    "acknowledged_at" TIMESTAMPTZ(6),
    "acknowledged_by" VARCHAR(100),
    "note" TEXT,

    CONSTRAINT "qbr_finding_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_finding_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2]|Q[1-4])$'),
    CONSTRAINT "qbr_finding_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_finding_kind_check" CHECK ("kind" IN ('suspicious_zero', 'large_change', 'drift', 'differs_from_formula')),
    CONSTRAINT "qbr_finding_value_check" CHECK ("value" <> 'NaN' AND "previous_value" <> 'NaN'),
    CONSTRAINT "qbr_finding_message_check" CHECK (btrim("message") <> ''),
    CONSTRAINT "qbr_finding_acknowledged_check" CHECK (("acknowledged_at" IS NULL) = ("acknowledged_by" IS NULL) AND btrim("acknowledged_by") <> '')
);

CREATE INDEX "qbr_finding_id_idx" ON "qbr_finding"("id");
CREATE UNIQUE INDEX "qbr_finding_organization_id_period_metric_name_kind_value_key" ON "qbr_finding"("organization_id", "period", "metric_name", "kind", "value");

CREATE TABLE "qbr_value_history" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "metric_name" VARCHAR(100) NOT NULL,
    "old_value" DECIMAL(14,4),
    "new_value" DECIMAL(14,4),
    "old_source" VARCHAR(20),
    "new_source" VARCHAR(20),
    "cause" VARCHAR(20) NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "reason" TEXT,
    "run_id" INTEGER,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_value_history_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_value_history_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_value_history_metric_name_check" CHECK (btrim("metric_name") <> ''),
    CONSTRAINT "qbr_value_history_value_check" CHECK ("old_value" <> 'NaN' AND "new_value" <> 'NaN'),
    -- A value has a source, an absent one has none, and something changed from or to a value.
    CONSTRAINT "qbr_value_history_old_source_check" CHECK (("old_value" IS NULL) = ("old_source" IS NULL) AND "old_source" IN ('collected', 'manual', 'calculated')),
    CONSTRAINT "qbr_value_history_new_source_check" CHECK (("new_value" IS NULL) = ("new_source" IS NULL) AND "new_source" IN ('collected', 'manual', 'calculated')),
    CONSTRAINT "qbr_value_history_change_check" CHECK ("old_value" IS NOT NULL OR "new_value" IS NOT NULL),
    CONSTRAINT "qbr_value_history_cause_check" CHECK ("cause" IN ('collection', 'entry', 'release', 'recalculation')),
    CONSTRAINT "qbr_value_history_actor_check" CHECK (btrim("actor") <> '')
);

CREATE INDEX "qbr_value_history_organization_id_period_metric_name_id_idx" ON "qbr_value_history"("organization_id", "period", "metric_name", "id");

CREATE TABLE "qbr_period_freeze" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "frozen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_period_freeze_pkey" PRIMARY KEY ("organization_id", "period", "vendor_id"),
    CONSTRAINT "qbr_period_freeze_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$')
);

CREATE TABLE "qbr_period_closing" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "closed_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_by" VARCHAR(100) NOT NULL,

    CONSTRAINT "qbr_period_closing_pkey" PRIMARY KEY ("organization_id", "period"),
    CONSTRAINT "qbr_period_closing_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_period_closing_closed_by_check" CHECK (btrim("closed_by") <> '')
);

CREATE TABLE "qbr_setting" (
    "organization_id" INTEGER NOT NULL,
    "key" VARCHAR(100) NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_by" VARCHAR(100) NOT NULL,

    CONSTRAINT "qbr_setting_pkey" PRIMARY KEY ("organization_id", "key"),
    CONSTRAINT "qbr_setting_key_check" CHECK (btrim("key") <> ''),
    CONSTRAINT "qbr_setting_updated_by_check" CHECK (btrim("updated_by") <> '')
);

CREATE TABLE "qbr_audit" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "action" VARCHAR(50) NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "qbr_audit_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_audit_actor_check" CHECK (btrim("actor") <> ''),
    CONSTRAINT "qbr_audit_action_check" CHECK (btrim("action") <> '')
);

CREATE INDEX "qbr_audit_at_idx" ON "qbr_audit"("at");

-- ---------------------------------------------------------------------------------------------------------------------
-- References
-- ---------------------------------------------------------------------------------------------------------------------

ALTER TABLE "qbr_metrics_monthly" ADD CONSTRAINT "qbr_metrics_monthly_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_metrics_monthly" ADD CONSTRAINT "qbr_metrics_monthly_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_metrics_quarterly" ADD CONSTRAINT "qbr_metrics_quarterly_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_smartnumbers" ADD CONSTRAINT "qbr_smartnumbers_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_thresholds" ADD CONSTRAINT "qbr_thresholds_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_collection_run" ADD CONSTRAINT "qbr_collection_run_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_collection_log" ADD CONSTRAINT "qbr_collection_log_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_collection_log" ADD CONSTRAINT "qbr_collection_log_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_finding" ADD CONSTRAINT "qbr_finding_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_finding" ADD CONSTRAINT "qbr_finding_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_value_history" ADD CONSTRAINT "qbr_value_history_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_period_freeze" ADD CONSTRAINT "qbr_period_freeze_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_period_freeze" ADD CONSTRAINT "qbr_period_freeze_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_period_closing" ADD CONSTRAINT "qbr_period_closing_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_setting" ADD CONSTRAINT "qbr_setting_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_audit" ADD CONSTRAINT "qbr_audit_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
