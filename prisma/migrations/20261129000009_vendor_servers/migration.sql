-- Until when a vendor's server has asked all of the installation to wait (Retry-After). Of no organization: a server answers many.
CREATE TABLE "qbr_vendor_server" (
    "server" VARCHAR(260) NOT NULL,
    "not_before" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_vendor_server_pkey" PRIMARY KEY ("server"),
    CONSTRAINT "qbr_vendor_server_server_check" CHECK (btrim("server") <> '')
);
