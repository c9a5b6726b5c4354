-- How the values that a collection stored or confirmed came about, by metric: what was counted, and what was left out.
ALTER TABLE "qbr_collection_log" ADD COLUMN "provenance" JSONB;

-- Only what has succeeded has stored or confirmed anything.
ALTER TABLE "qbr_collection_log" ADD CONSTRAINT "qbr_collection_log_provenance_check"
    CHECK ("provenance" IS NULL OR (jsonb_typeof("provenance") = 'object' AND "status" = 'success'));
