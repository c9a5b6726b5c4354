-- Whether a failed collection may succeed later without anybody doing anything: a scheduled one is then retried.
ALTER TABLE "qbr_collection_log" ADD COLUMN "is_transient" BOOLEAN NOT NULL DEFAULT false;
