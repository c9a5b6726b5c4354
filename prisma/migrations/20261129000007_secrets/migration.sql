-- Secrets of organizations at rest. Each organization has a data key of 32 random bytes, which is sealed ("wrapped") with the
-- installation's key (QBR_SECRET_KEY, which is in no database); its secrets are sealed with the data key. Both are bound to their row:
-- a text that is moved to another organization or name does not open (src/auth/sealed-secret.ts).

CREATE TABLE "qbr_data_key" (
    "organization_id" INTEGER NOT NULL,
    "wrapped" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    -- When it was last wrapped, by the first key or by a rotation.
    "wrapped_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_data_key_pkey" PRIMARY KEY ("organization_id"),
    CONSTRAINT "qbr_data_key_wrapped_check" CHECK ("wrapped" ~ '^v1\.[A-Za-z0-9_-]{8}\.')
);

CREATE TABLE "qbr_secret" (
    "organization_id" INTEGER NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "sealed" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_by" VARCHAR(100) NOT NULL,

    CONSTRAINT "qbr_secret_pkey" PRIMARY KEY ("organization_id", "name"),
    CONSTRAINT "qbr_secret_name_check" CHECK (btrim("name") <> ''),
    CONSTRAINT "qbr_secret_sealed_check" CHECK ("sealed" ~ '^v1\.[A-Za-z0-9_-]{8}\.'),
    CONSTRAINT "qbr_secret_updated_by_check" CHECK (btrim("updated_by") <> '')
);

ALTER TABLE "qbr_data_key" ADD CONSTRAINT "qbr_data_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
-- A secret without its data key would be lost.
ALTER TABLE "qbr_secret" ADD CONSTRAINT "qbr_secret_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "qbr_data_key"("organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_secret', 'qbr_notify_organizations');
