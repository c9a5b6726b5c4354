-- QuickBooks Online: the consent to read a company's books, and what the company says of itself.

-- The refresh token is sealed with the installation's key; it is absent where only a new consent helps.
CREATE TABLE "qbr_books_online" (
    "organization_id" INTEGER NOT NULL,
    "realm_id" VARCHAR(30) NOT NULL,
    "company_name" VARCHAR(255) NOT NULL,
    "refresh_token" TEXT,
    "refresh_token_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "consented_at" TIMESTAMPTZ(6) NOT NULL,
    "connected_by" VARCHAR(100) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "read_at" TIMESTAMPTZ(6),
    "currency" VARCHAR(3),
    "closing_date" DATE,
    "closing_date_seen_at" TIMESTAMPTZ(6),
    "accounts" JSONB,

    CONSTRAINT "qbr_books_online_pkey" PRIMARY KEY ("organization_id"),
    CONSTRAINT "qbr_books_online_realm_id_check" CHECK ("realm_id" ~ '^[0-9]{1,30}$'),
    CONSTRAINT "qbr_books_online_company_name_check" CHECK (btrim("company_name") <> ''),
    CONSTRAINT "qbr_books_online_refresh_token_check" CHECK ("refresh_token" ~ '^v1\.'),
    CONSTRAINT "qbr_books_online_connected_by_check" CHECK (btrim("connected_by") <> ''),
    CONSTRAINT "qbr_books_online_ended_at_check" CHECK (("refresh_token" IS NULL) = ("ended_at" IS NOT NULL)),
    CONSTRAINT "qbr_books_online_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    CONSTRAINT "qbr_books_online_closing_date_check" CHECK (("closing_date" IS NULL) = ("closing_date_seen_at" IS NULL)),
    CONSTRAINT "qbr_books_online_accounts_check" CHECK (jsonb_typeof("accounts") = 'array')
);

-- An authorization that a person has begun. State and browser are 256 random bits, of which the SHA-256 is kept.
CREATE TABLE "qbr_books_authorization" (
    "organization_id" INTEGER NOT NULL,
    "state_hash" CHAR(64) NOT NULL,
    "browser_hash" CHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_books_authorization_pkey" PRIMARY KEY ("organization_id", "state_hash"),
    CONSTRAINT "qbr_books_authorization_state_hash_check" CHECK ("state_hash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_books_authorization_browser_hash_check" CHECK ("browser_hash" ~ '^[0-9a-f]{64}$')
);

CREATE INDEX "qbr_books_authorization_organization_id_expires_at_idx" ON "qbr_books_authorization"("organization_id", "expires_at");

ALTER TABLE "qbr_books_online" ADD CONSTRAINT "qbr_books_online_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_books_authorization" ADD CONSTRAINT "qbr_books_authorization_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A pending authorization is read from no cache.
CALL "qbr_notify_changes_of"('qbr_books_online', 'qbr_notify_organizations');
