-- What each audit entry is about, so that those of a metric or a month are found by an index. The index on `detail` finds them no
-- longer: row-level security asks its policy before any condition whose operator is not leakproof, as `@>` is not
-- (ops/decisions/0026-row-level-security.md).

-- Written with the entry, and not part of its chain.
CREATE TABLE "qbr_audit_subject" (
    "organization_id" INTEGER NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    -- The key of the metric; the month (2026-01) or quarter (2026-Q1). The first 200 characters.
    "subject" VARCHAR(200) NOT NULL,
    "entry_id" INTEGER NOT NULL,

    CONSTRAINT "qbr_audit_subject_pkey" PRIMARY KEY ("organization_id", "kind", "subject", "entry_id"),
    CONSTRAINT "qbr_audit_subject_kind_check" CHECK ("kind" IN ('metric', 'period'))
);

-- For the deletion of entries that are pruned.
CREATE INDEX "qbr_audit_subject_organization_id_entry_id_idx" ON "qbr_audit_subject"("organization_id", "entry_id");
ALTER TABLE "qbr_audit_subject" ADD CONSTRAINT "qbr_audit_subject_organization_id_entry_id_fkey" FOREIGN KEY ("organization_id", "entry_id") REFERENCES "qbr_audit"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CALL "qbr_protect_organizations"();

-- The metrics and periods that an entry, or one of its changes, names.
CREATE FUNCTION "qbr_audit_subjects"("detail" JSONB) RETURNS TABLE ("kind" TEXT, "subject" TEXT) LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT named.kind, left(named.value #>> '{}', 200)
    FROM (
        SELECT $1 AS part
        UNION ALL
        SELECT jsonb_array_elements(CASE WHEN jsonb_typeof($1 -> 'changes') = 'array' THEN $1 -> 'changes' END)
    ) AS parts CROSS JOIN LATERAL (VALUES ('metric', part -> 'metric'), ('period', part -> 'period')) AS named (kind, value)
    WHERE jsonb_typeof(named.value) = 'string'
$$;

CREATE FUNCTION "qbr_audit_note_subjects"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    INSERT INTO qbr_audit_subject (organization_id, kind, subject, entry_id)
    SELECT NEW.organization_id, kind, subject, NEW.id FROM qbr_audit_subjects(NEW.detail);
    RETURN NULL;
END
$$;

CREATE TRIGGER "qbr_audit_note_subjects" AFTER INSERT ON "qbr_audit" FOR EACH ROW EXECUTE FUNCTION "qbr_audit_note_subjects"();

INSERT INTO "qbr_audit_subject" ("organization_id", "kind", "subject", "entry_id")
SELECT entry.organization_id, about.kind, about.subject, entry.id
FROM "qbr_audit" AS entry CROSS JOIN LATERAL "qbr_audit_subjects"(entry.detail) AS about;
