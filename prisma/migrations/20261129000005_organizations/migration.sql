-- Many organizations: what an organization is called and where its months begin, who belongs to it, and whose an API key is.

-- The table may be an inventory program's, whose inserts know nothing of these columns.
ALTER TABLE "organization" ADD COLUMN "slug" VARCHAR(60) CONSTRAINT "organization_slug_key" UNIQUE;
ALTER TABLE "organization" ADD COLUMN "time_zone" VARCHAR(64);
ALTER TABLE "organization" ADD COLUMN "currency" CHAR(3);
ALTER TABLE "organization" ADD COLUMN "locale" VARCHAR(35);
ALTER TABLE "organization" ADD COLUMN "archived_at" TIMESTAMPTZ(6);
ALTER TABLE "organization" ADD CONSTRAINT "organization_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "organization" ADD CONSTRAINT "organization_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');

-- A person in an organization. `role` of qbr_person was the role in organization 1; programs of before still read it.
CREATE TABLE "qbr_membership" (
    "organization_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "role" VARCHAR(10) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" VARCHAR(100) NOT NULL,

    CONSTRAINT "qbr_membership_pkey" PRIMARY KEY ("organization_id", "person_id"),
    CONSTRAINT "qbr_membership_role_check" CHECK ("role" IN ('viewer', 'editor', 'admin')),
    CONSTRAINT "qbr_membership_created_by_check" CHECK (btrim("created_by") <> '')
);

CREATE INDEX "qbr_membership_person_id_idx" ON "qbr_membership"("person_id");

ALTER TABLE "qbr_membership" ADD CONSTRAINT "qbr_membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_membership" ADD CONSTRAINT "qbr_membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "qbr_person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

INSERT INTO "qbr_membership" ("organization_id", "person_id", "role", "created_at", "created_by")
SELECT 1, "id", "role", "created_at", "created_by" FROM "qbr_person" WHERE "role" IS NOT NULL;

CREATE TRIGGER "qbr_membership_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "qbr_membership" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('access');

-- Operators manage organizations; their numbers they read only as members.
ALTER TABLE "qbr_person" ADD COLUMN "is_operator" BOOLEAN NOT NULL DEFAULT false;
DROP TRIGGER "qbr_person_changed" ON "qbr_person";
CREATE TRIGGER "qbr_person_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF "email", "name", "role", "is_operator" ON "qbr_person" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_fixed"('access');

-- A key is one organization's. An operator's key belongs to none and has the role `operator`.
ALTER TABLE "qbr_api_key" ADD COLUMN "organization_id" INTEGER DEFAULT 1;
ALTER TABLE "qbr_api_key" DROP CONSTRAINT "qbr_api_key_role_check";
ALTER TABLE "qbr_api_key" ADD CONSTRAINT "qbr_api_key_role_check" CHECK ("role" IN ('viewer', 'editor', 'admin') AND "organization_id" IS NOT NULL OR "role" = 'operator' AND "organization_id" IS NULL);
CREATE INDEX "qbr_api_key_organization_id_idx" ON "qbr_api_key"("organization_id");
ALTER TABLE "qbr_api_key" ADD CONSTRAINT "qbr_api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A change of an organization itself says so, apart from those of what it has: programs keep names and time zones of all.
CREATE OR REPLACE FUNCTION "qbr_notify_names"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.qbr_notify('organization:' || id) FROM changed;
    RETURN NULL;
END
$$;
