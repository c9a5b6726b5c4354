-- The audit trail without a trigger that numbers its entries and without a function that takes a row of it: Citus has neither on distributed
-- tables (ops/decisions/0030-citus-beyond-one-server.md). Where the trigger is, it goes on doing so, whoever inserts.

-- The hash of an entry, of its columns. The same bytes as before, so that chains of before verify.
CREATE FUNCTION "qbr_audit_digest"(
    "organization_id" INTEGER, "id" INTEGER, "at" TIMESTAMPTZ, "actor" TEXT, "action" TEXT, "detail" JSONB, "actor_id" TEXT, "credential" TEXT,
    "address" TEXT, "previous_hash" TEXT
) RETURNS TEXT LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to('qbr-audit-1,' || string_agg(
        CASE WHEN value IS NULL THEN '-,' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' END, '' ORDER BY place
    ), 'UTF8')), 'hex')
    FROM unnest(ARRAY[
        $1::text, $2::text, to_char($3 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), $4, $5, $6::text, $7, $8, $9, $10
    ]) WITH ORDINALITY AS field (value, place)
$$;

CREATE OR REPLACE FUNCTION "qbr_audit_hash"("entry" "qbr_audit") RETURNS TEXT LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT qbr_audit_digest(entry.organization_id, entry.id, entry.at, entry.actor, entry.action, entry.detail, entry.actor_id, entry.credential,
        entry.address, entry.previous_hash)
$$;

-- Appends an entry to an organization's trail, in the transaction of what it is about. Without the trigger `qbr_audit_append` it does what
-- that one does, and waits where that one waits.
CREATE FUNCTION "qbr_audit_record"(
    "organization" INTEGER, "made_at" TIMESTAMPTZ, "actor" TEXT, "action" TEXT, "detail" JSONB, "actor_id" TEXT, "credential" TEXT, "address" TEXT
) RETURNS VOID LANGUAGE plpgsql SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    number INTEGER;
    previous TEXT;
    digest TEXT;
BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'qbr_audit'::regclass AND tgname = 'qbr_audit_append' AND tgenabled <> 'D') THEN
        INSERT INTO qbr_audit (organization_id, at, actor, action, detail, actor_id, credential, address)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
        RETURN;
    END IF;
    SELECT last_id + 1, last_hash INTO number, previous FROM qbr_audit_chain WHERE organization_id = $1 FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO qbr_audit_chain (organization_id, last_id, last_hash) VALUES ($1, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
        SELECT last_id + 1, last_hash INTO STRICT number, previous FROM qbr_audit_chain WHERE organization_id = $1 FOR UPDATE;
    END IF;
    digest := qbr_audit_digest($1, number, $2, $3, $4, $5, $6, $7, $8, previous);
    INSERT INTO qbr_audit (organization_id, id, at, actor, action, detail, actor_id, credential, address, previous_hash, hash)
    VALUES ($1, number, $2, $3, $4, $5, $6, $7, $8, previous, digest);
    INSERT INTO qbr_audit_subject (organization_id, kind, subject, entry_id)
    SELECT $1, kind, subject, number FROM qbr_audit_subjects($5);
    UPDATE qbr_audit_chain SET last_id = number, last_hash = digest WHERE organization_id = $1;
END
$$;
