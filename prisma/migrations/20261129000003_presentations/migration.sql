-- What was presented: a copy of everything that was shown of a period, which nothing changes any more. Each presentation holds the
-- digest of the one before it, and the audit trail that of each, so that one that is changed, removed, inserted or moved is found
-- (src/service/presentation/verify.ts).

CREATE TABLE "qbr_presentation" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "version" INTEGER NOT NULL,
    "presented_at" TIMESTAMPTZ(6) NOT NULL,
    "presented_by" VARCHAR(100) NOT NULL,
    "note" TEXT,
    "content" JSONB NOT NULL,
    -- SHA-256 of the canonical form of the content (RFC 8785).
    "digest" CHAR(64) NOT NULL,
    -- That of the organization's presentation before this one; zeros for the first.
    "previous_digest" CHAR(64) NOT NULL,

    CONSTRAINT "qbr_presentation_pkey" PRIMARY KEY ("organization_id", "period", "version"),
    CONSTRAINT "qbr_presentation_version_check" CHECK ("version" > 0),
    CONSTRAINT "qbr_presentation_presented_by_check" CHECK (btrim("presented_by") <> ''),
    CONSTRAINT "qbr_presentation_content_check" CHECK (jsonb_typeof("content") = 'object'),
    CONSTRAINT "qbr_presentation_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_presentation_previous_digest_check" CHECK ("previous_digest" ~ '^[0-9a-f]{64}$')
);

CREATE UNIQUE INDEX "qbr_presentation_organization_id_previous_digest_key" ON "qbr_presentation"("organization_id", "previous_digest");

ALTER TABLE "qbr_presentation" ADD CONSTRAINT "qbr_presentation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE FUNCTION "qbr_presentation_refuse"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    RAISE EXCEPTION 'What was presented stays: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Presenting again makes another version.';
END
$$;

CREATE TRIGGER "qbr_presentation_no_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "qbr_presentation" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_presentation_refuse"();

CALL "qbr_notify_changes_of"('qbr_presentation', 'qbr_notify_years');
