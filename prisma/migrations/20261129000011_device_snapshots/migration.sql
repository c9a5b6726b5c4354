-- The devices of organizations other than the first, whose devices stay in the tables that may be an inventory program's: these know
-- one organization only, and what a device's key is unique among is theirs to say (ops/decisions/0028-devices-of-each-organization.md).
CREATE TABLE "qbr_device_snapshot" (
    "organization_id" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "snapshot_date" DATE NOT NULL,
    "device_key" VARCHAR(255) NOT NULL,
    "hostname" VARCHAR(255),
    "organization_name" VARCHAR(255),
    "display_name" VARCHAR(255),
    "location_name" VARCHAR(255),
    "node_class" VARCHAR(100),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "qbr_device_snapshot_pkey" PRIMARY KEY ("organization_id", "vendor_id", "snapshot_date", "device_key"),
    CONSTRAINT "qbr_device_snapshot_device_key_check" CHECK ("device_key" <> '')
);

ALTER TABLE "qbr_device_snapshot" ADD CONSTRAINT "qbr_device_snapshot_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_device_snapshot" ADD CONSTRAINT "qbr_device_snapshot_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_device_snapshot" ADD CONSTRAINT "qbr_device_snapshot_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_protect_organizations"();
