-- What is told of peers, and sets of percentiles of other sources (docs/benchmarks.md). These belong to the installation and not to an
-- organization: a telling is of many.

CREATE TABLE "qbr_benchmark" (
    "period" VARCHAR(7) NOT NULL,
    "kpi_name" VARCHAR(100) NOT NULL,
    "cohort" VARCHAR(10) NOT NULL,
    -- Null once a telling is withdrawn; whoever was counted last is still needed to know how many have changed since.
    "members" INTEGER,
    "p10" DECIMAL(14,6),
    "p25" DECIMAL(14,6),
    "p50" DECIMAL(14,6),
    "p75" DECIMAL(14,6),
    "p90" DECIMAL(14,6),
    "told_at" TIMESTAMPTZ(6) NOT NULL,
    -- The organizations that were counted, and when the value of each was stored, in microseconds since 1970: a value that was stored
    -- at another time is another one. Values are not kept here.
    "counted" INTEGER[] NOT NULL,
    "versions" BIGINT[] NOT NULL,

    CONSTRAINT "qbr_benchmark_pkey" PRIMARY KEY ("period", "kpi_name", "cohort"),
    CONSTRAINT "qbr_benchmark_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2]|Q[1-4])$'),
    CONSTRAINT "qbr_benchmark_cohort_check" CHECK ("cohort" IN ('all', 'small', 'medium', 'large')),
    CONSTRAINT "qbr_benchmark_members_check" CHECK ("members" >= 7 AND "members" = cardinality("counted")),
    CONSTRAINT "qbr_benchmark_versions_check" CHECK (cardinality("versions") = cardinality("counted")),
    CONSTRAINT "qbr_benchmark_withdrawn_check" CHECK (num_nonnulls("members", "p25", "p50", "p75") IN (0, 4) AND ("members" IS NOT NULL OR num_nonnulls("p10", "p90") = 0)),
    CONSTRAINT "qbr_benchmark_order_check" CHECK ("p25" <= "p50" AND "p50" <= "p75" AND coalesce("p10", "p25") <= "p25" AND coalesce("p90", "p75") >= "p75")
);

CREATE TABLE "qbr_benchmark_set" (
    "id" SERIAL NOT NULL,
    "source" VARCHAR(100) NOT NULL,
    "year" SMALLINT NOT NULL,
    "imported_at" TIMESTAMPTZ(6) NOT NULL,
    "imported_by" VARCHAR(100) NOT NULL,

    CONSTRAINT "qbr_benchmark_set_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "qbr_benchmark_set_source_check" CHECK (btrim("source") <> ''),
    CONSTRAINT "qbr_benchmark_set_year_check" CHECK ("year" BETWEEN 2000 AND 2100),
    CONSTRAINT "qbr_benchmark_set_imported_by_check" CHECK (btrim("imported_by") <> '')
);

CREATE UNIQUE INDEX "qbr_benchmark_set_source_year_key" ON "qbr_benchmark_set"("source", "year");

CREATE TABLE "qbr_benchmark_set_line" (
    "set_id" INTEGER NOT NULL,
    "kpi_name" VARCHAR(100) NOT NULL,
    "cohort" VARCHAR(10) NOT NULL,
    "members" INTEGER,
    "p10" DECIMAL(14,6),
    "p25" DECIMAL(14,6) NOT NULL,
    "p50" DECIMAL(14,6) NOT NULL,
    "p75" DECIMAL(14,6) NOT NULL,
    "p90" DECIMAL(14,6),

    CONSTRAINT "qbr_benchmark_set_line_pkey" PRIMARY KEY ("set_id", "kpi_name", "cohort"),
    CONSTRAINT "qbr_benchmark_set_line_cohort_check" CHECK ("cohort" IN ('all', 'small', 'medium', 'large')),
    CONSTRAINT "qbr_benchmark_set_line_members_check" CHECK ("members" > 0),
    CONSTRAINT "qbr_benchmark_set_line_order_check" CHECK ("p25" <= "p50" AND "p50" <= "p75" AND coalesce("p10", "p25") <= "p25" AND coalesce("p90", "p75") >= "p75")
);

ALTER TABLE "qbr_benchmark_set_line" ADD CONSTRAINT "qbr_benchmark_set_line_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "qbr_benchmark_set"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- A telling concerns every organization that shares, and a set every one that receives.
CREATE TRIGGER "qbr_benchmark_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_benchmark" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('*');
CREATE TRIGGER "qbr_benchmark_set_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_benchmark_set" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('*');
CREATE TRIGGER "qbr_benchmark_set_line_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_benchmark_set_line" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('*');
