-- The audit trail becomes append-only, and a chain: each entry holds the hash of the one before it, so that one that is
-- changed, removed, inserted or moved is found (src/service/audit-verification.ts, ops/decisions/0007).

ALTER TABLE "qbr_audit"
    ADD COLUMN "actor_id" VARCHAR(100),
    ADD COLUMN "credential" VARCHAR(100),
    ADD COLUMN "address" VARCHAR(45),
    ADD COLUMN "previous_hash" CHAR(64),
    ADD COLUMN "hash" CHAR(64);

-- Where each organization's chain ends and begins. It is apart from the entries, so that a cut end is found; its row is also
-- the lock that gives concurrent writers their turn.
CREATE TABLE "qbr_audit_chain" (
    "organization_id" INTEGER NOT NULL,
    "last_id" INTEGER NOT NULL,
    "last_hash" CHAR(64) NOT NULL,
    -- Entries up to this one are older than the chain, which proves them from its making on. Only their numbers have gaps.
    "adopted_id" INTEGER NOT NULL DEFAULT 0,
    -- Entries up to this one have been removed after their time of retention; an entry of the trail says so.
    "pruned_id" INTEGER NOT NULL DEFAULT 0,
    "pruned_hash" CHAR(64) NOT NULL DEFAULT repeat('0', 64),

    CONSTRAINT "qbr_audit_chain_pkey" PRIMARY KEY ("organization_id")
);

ALTER TABLE "qbr_audit_chain" ADD CONSTRAINT "qbr_audit_chain_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- SHA-256 of all columns but the hash itself, in the order of the table: each as its text in UTF-8 with its length before it,
-- `5:local,`, and an absent one as `-,`. The version in front changes where columns are added.
CREATE FUNCTION "qbr_audit_hash"("entry" "qbr_audit") RETURNS TEXT LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT encode(sha256(convert_to('qbr-audit-1,' || string_agg(
        CASE WHEN value IS NULL THEN '-,' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' END, '' ORDER BY place
    ), 'UTF8')), 'hex')
    FROM unnest(ARRAY[
        entry.organization_id::text, entry.id::text, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.actor::text, entry.action::text, entry.detail::text, entry.actor_id::text, entry.credential::text, entry.address::text,
        entry.previous_hash::text
    ]) WITH ORDINALITY AS field (value, place)
$$;

-- The entries of earlier versions become the chain's beginning.
DO $$
DECLARE
    entry qbr_audit;
    previous qbr_audit;
BEGIN
    FOR entry IN SELECT * FROM qbr_audit ORDER BY organization_id, id LOOP
        entry.previous_hash := CASE WHEN previous.organization_id = entry.organization_id THEN previous.hash ELSE repeat('0', 64) END;
        entry.hash := qbr_audit_hash(entry);
        UPDATE qbr_audit SET previous_hash = entry.previous_hash, hash = entry.hash
        WHERE organization_id = entry.organization_id AND id = entry.id;
        previous := entry;
    END LOOP;
    INSERT INTO qbr_audit_chain (organization_id, last_id, last_hash, adopted_id)
    SELECT DISTINCT ON (organization_id) organization_id, id, hash, id FROM qbr_audit ORDER BY organization_id, id DESC;
END
$$;

ALTER TABLE "qbr_audit" ALTER COLUMN "previous_hash" SET NOT NULL, ALTER COLUMN "previous_hash" SET DEFAULT '',
    ALTER COLUMN "hash" SET NOT NULL, ALTER COLUMN "hash" SET DEFAULT '';

-- Numbers come from the chain: without gaps, and none is used up by a transaction that is rolled back.
ALTER TABLE "qbr_audit" ALTER COLUMN "id" SET DEFAULT 0;
DROP SEQUENCE "qbr_audit_id_seq";

CREATE INDEX "qbr_audit_organization_id_actor_id_idx" ON "qbr_audit"("organization_id", "actor", "id");
CREATE INDEX "qbr_audit_organization_id_action_id_idx" ON "qbr_audit"("organization_id", "action", "id");
CREATE INDEX "qbr_audit_detail_idx" ON "qbr_audit" USING GIN ("detail" jsonb_path_ops);

-- Appends wait for one another here, until the transaction before them ends: what is rolled back leaves no gap.
CREATE FUNCTION "qbr_audit_append"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    head qbr_audit_chain;
BEGIN
    SELECT * INTO head FROM qbr_audit_chain WHERE organization_id = NEW.organization_id FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO qbr_audit_chain (organization_id, last_id, last_hash) VALUES (NEW.organization_id, 0, repeat('0', 64))
        ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM qbr_audit_chain WHERE organization_id = NEW.organization_id FOR UPDATE;
    END IF;
    NEW.id := head.last_id + 1;
    NEW.previous_hash := head.last_hash;
    NEW.hash := qbr_audit_hash(NEW);
    UPDATE qbr_audit_chain SET last_id = NEW.id, last_hash = NEW.hash WHERE organization_id = NEW.organization_id;
    RETURN NEW;
END
$$;

-- Only what an entry says was pruned may be deleted.
CREATE FUNCTION "qbr_audit_refuse"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM 1 FROM qbr_audit_chain WHERE organization_id = OLD.organization_id AND pruned_id >= OLD.id;
        IF FOUND THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'The audit trail is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Old entries are removed by QBR_AUDIT_RETENTION_DAYS only.';
END
$$;

-- The chain moves on by appending only, and is shortened only after an entry that says so.
CREATE FUNCTION "qbr_audit_chain_refuse"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND NEW.pruned_id > OLD.pruned_id
        AND (NEW.organization_id, NEW.last_id, NEW.last_hash, NEW.adopted_id) = (OLD.organization_id, OLD.last_id, OLD.last_hash, OLD.adopted_id)
    THEN
        PERFORM 1 FROM qbr_audit AS told JOIN qbr_audit AS pruned ON pruned.organization_id = told.organization_id
        WHERE told.organization_id = NEW.organization_id AND told.id = NEW.last_id AND told.action = 'audit.pruned'
            AND told.detail ->> 'throughId' = NEW.pruned_id::text AND told.detail ->> 'throughHash' = NEW.pruned_hash
            AND pruned.id = NEW.pruned_id AND pruned.hash = NEW.pruned_hash;
        IF FOUND THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'The chain of the audit trail is kept by appending entries: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "qbr_audit_append" BEFORE INSERT ON "qbr_audit" FOR EACH ROW EXECUTE FUNCTION "qbr_audit_append"();
CREATE TRIGGER "qbr_audit_no_update" BEFORE UPDATE OR TRUNCATE ON "qbr_audit" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_audit_refuse"();
CREATE TRIGGER "qbr_audit_no_delete" BEFORE DELETE ON "qbr_audit" FOR EACH ROW EXECUTE FUNCTION "qbr_audit_refuse"();
CREATE TRIGGER "qbr_audit_chain_no_change" BEFORE INSERT OR UPDATE OR DELETE ON "qbr_audit_chain" FOR EACH ROW EXECUTE FUNCTION "qbr_audit_chain_refuse"();
CREATE TRIGGER "qbr_audit_chain_no_truncate" BEFORE TRUNCATE ON "qbr_audit_chain" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_audit_chain_refuse"();
