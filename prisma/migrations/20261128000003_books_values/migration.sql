-- Which statement and which version of the mapping a month's values are from.
CREATE TABLE "qbr_books_month" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "statement_version" INTEGER NOT NULL,
    "mapping_version" INTEGER NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_books_month_pkey" PRIMARY KEY ("organization_id", "period")
);

ALTER TABLE "qbr_books_month" ADD CONSTRAINT "qbr_books_month_organization_id_period_statement_version_fkey" FOREIGN KEY ("organization_id", "period", "statement_version") REFERENCES "qbr_statement"("organization_id", "period", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_books_month" ADD CONSTRAINT "qbr_books_month_organization_id_mapping_version_fkey" FOREIGN KEY ("organization_id", "mapping_version") REFERENCES "qbr_account_mapping"("organization_id", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_books_month', 'qbr_notify_years');

ALTER TABLE "qbr_finding" DROP CONSTRAINT "qbr_finding_kind_check";
ALTER TABLE "qbr_finding" ADD CONSTRAINT "qbr_finding_kind_check" CHECK ("kind" IN ('suspicious_zero', 'large_change', 'drift', 'differs_from_formula', 'unmapped_account', 'mapping_conflict'));
