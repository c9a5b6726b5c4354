-- Drills of the backup: whether a backup could be made, restored elsewhere and proven, and if not, why.

CREATE TABLE "qbr_backup_drill" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6) NOT NULL,
    "file_name" VARCHAR(255) NOT NULL,
    "file_bytes" BIGINT,
    "row_count" BIGINT,
    "digest" CHAR(64),
    "failed_step" VARCHAR(10),
    "problem" VARCHAR(1000),
    "host" VARCHAR(255) NOT NULL,

    CONSTRAINT "qbr_backup_drill_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_backup_drill_ended_at_check" CHECK ("ended_at" >= "started_at"),
    CONSTRAINT "qbr_backup_drill_file_name_check" CHECK (btrim("file_name") <> ''),
    CONSTRAINT "qbr_backup_drill_file_bytes_check" CHECK ("file_bytes" > 0),
    CONSTRAINT "qbr_backup_drill_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_backup_drill_failed_step_check" CHECK ("failed_step" IN ('backup', 'restore', 'checks')),
    CONSTRAINT "qbr_backup_drill_problem_check" CHECK (("failed_step" IS NULL) = ("problem" IS NULL)),
    CONSTRAINT "qbr_backup_drill_passed_check" CHECK ("problem" IS NOT NULL OR ("file_bytes" IS NOT NULL AND "row_count" IS NOT NULL AND "digest" IS NOT NULL))
);

ALTER TABLE "qbr_backup_drill" ADD CONSTRAINT "qbr_backup_drill_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_backup_drill', 'qbr_notify_organizations');
