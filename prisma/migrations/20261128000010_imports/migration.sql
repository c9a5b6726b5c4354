-- Imports of files of values: what each one stored, so that one act can undo it.

CREATE TABLE "qbr_import" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "file_name" VARCHAR(100) NOT NULL,
    "file_sha256" CHAR(64) NOT NULL,
    "file_bytes" INTEGER NOT NULL,
    "applied_at" TIMESTAMPTZ(6) NOT NULL,
    "applied_by" VARCHAR(100) NOT NULL,
    "changes" JSONB NOT NULL,
    "change_count" INTEGER NOT NULL,
    "undone_at" TIMESTAMPTZ(6),
    "undone_by" VARCHAR(100),

    CONSTRAINT "qbr_import_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_import_file_name_check" CHECK (btrim("file_name") <> ''),
    CONSTRAINT "qbr_import_file_sha256_check" CHECK ("file_sha256" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_import_file_bytes_check" CHECK ("file_bytes" > 0),
    CONSTRAINT "qbr_import_applied_by_check" CHECK (btrim("applied_by") <> ''),
    CONSTRAINT "qbr_import_changes_check" CHECK (jsonb_typeof("changes") = 'array'),
    CONSTRAINT "qbr_import_undone_check" CHECK (("undone_at" IS NULL) = ("undone_by" IS NULL))
);

ALTER TABLE "qbr_import" ADD CONSTRAINT "qbr_import_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_import', 'qbr_notify_organizations');

ALTER TABLE "qbr_value_history" DROP CONSTRAINT "qbr_value_history_cause_check";
ALTER TABLE "qbr_value_history" ADD CONSTRAINT "qbr_value_history_cause_check" CHECK ("cause" IN ('collection', 'entry', 'release', 'recalculation', 'import', 'undo'));
