-- The books: profit and loss statements as they were read, how they get in, and how accounts are mapped to metrics.

-- A run of the Web Connector spans many requests; its session, not the run lock, says whether it is alive.
ALTER TABLE "qbr_collection_run" DROP CONSTRAINT "qbr_collection_run_trigger_check";
ALTER TABLE "qbr_collection_run" ADD CONSTRAINT "qbr_collection_run_trigger_check" CHECK ("trigger" IN ('schedule', 'catch_up', 'cli', 'api', 'web_connector'));

CREATE TABLE "qbr_statement" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "version" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "run_id" INTEGER,
    "import" VARCHAR(255),
    "basis" VARCHAR(10),
    "currency" VARCHAR(3),
    "source" VARCHAR(20) NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_statement_pkey" PRIMARY KEY ("organization_id", "period", "version"),
    CONSTRAINT "qbr_statement_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_statement_version_check" CHECK ("version" >= 1),
    CONSTRAINT "qbr_statement_origin_check" CHECK (("run_id" IS NULL) <> ("import" IS NULL)),
    CONSTRAINT "qbr_statement_basis_check" CHECK ("basis" IN ('accrual', 'cash')),
    CONSTRAINT "qbr_statement_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    CONSTRAINT "qbr_statement_source_check" CHECK ("source" IN ('web_connector', 'online', 'file')),
    CONSTRAINT "qbr_statement_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_statement_confirmed_at_check" CHECK ("confirmed_at" >= "read_at")
);

CREATE TABLE "qbr_statement_line" (
    "organization_id" INTEGER NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "account_id" VARCHAR(100),
    "number" VARCHAR(30),
    "type" VARCHAR(60),
    "section" VARCHAR(20) NOT NULL,
    "amount" DECIMAL(18,4) NOT NULL,

    CONSTRAINT "qbr_statement_line_pkey" PRIMARY KEY ("organization_id", "period", "version", "position"),
    CONSTRAINT "qbr_statement_line_position_check" CHECK ("position" >= 1),
    CONSTRAINT "qbr_statement_line_account_check" CHECK (btrim("account") <> ''),
    CONSTRAINT "qbr_statement_line_section_check" CHECK ("section" IN ('income', 'cogs', 'expense', 'other income', 'other expense')),
    CONSTRAINT "qbr_statement_line_amount_check" CHECK ("amount" <> 'NaN')
);

CREATE TABLE "qbr_books_connection" (
    "organization_id" INTEGER NOT NULL,
    "user_name" VARCHAR(80) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "owner_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" VARCHAR(100) NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "company" JSONB,
    "closing_date" DATE,
    "closing_date_seen_at" TIMESTAMPTZ(6),
    "settings" JSONB NOT NULL DEFAULT '{}',
    "accounts" JSONB,

    CONSTRAINT "qbr_books_connection_pkey" PRIMARY KEY ("organization_id"),
    CONSTRAINT "qbr_books_connection_user_name_check" CHECK (btrim("user_name") <> ''),
    CONSTRAINT "qbr_books_connection_password_hash_check" CHECK ("password_hash" ~ '^scrypt\$'),
    CONSTRAINT "qbr_books_connection_closing_date_check" CHECK (("closing_date" IS NULL) = ("closing_date_seen_at" IS NULL))
);

-- Tickets are 128 random bits, of which the SHA-256 is kept.
CREATE TABLE "qbr_web_connector_session" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "ticket_hash" CHAR(64) NOT NULL,
    "run_id" INTEGER NOT NULL,
    "address" VARCHAR(45),
    "basis" VARCHAR(10) NOT NULL,
    "steps" JSONB NOT NULL,
    "host" JSONB,
    "connection_errors" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "last_call_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "qbr_web_connector_session_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_web_connector_session_ticket_hash_check" CHECK ("ticket_hash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_web_connector_session_basis_check" CHECK ("basis" IN ('accrual', 'cash')),
    CONSTRAINT "qbr_web_connector_session_steps_check" CHECK (jsonb_typeof("steps") = 'array'),
    CONSTRAINT "qbr_web_connector_session_ended_at_check" CHECK ("ended_at" >= "started_at")
);

CREATE UNIQUE INDEX "qbr_web_connector_session_organization_id_ticket_hash_key" ON "qbr_web_connector_session"("organization_id", "ticket_hash");
CREATE INDEX "qbr_web_connector_session_organization_id_ended_at_idx" ON "qbr_web_connector_session"("organization_id", "ended_at");

CREATE TABLE "qbr_account_mapping" (
    "organization_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "from_month" VARCHAR(7) NOT NULL,
    "document" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" VARCHAR(100) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),
    "confirmed_by" VARCHAR(100),

    CONSTRAINT "qbr_account_mapping_pkey" PRIMARY KEY ("organization_id", "version"),
    CONSTRAINT "qbr_account_mapping_version_check" CHECK ("version" >= 1),
    CONSTRAINT "qbr_account_mapping_from_month_check" CHECK ("from_month" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_account_mapping_document_check" CHECK (jsonb_typeof("document") = 'object'),
    CONSTRAINT "qbr_account_mapping_created_by_check" CHECK (btrim("created_by") <> ''),
    CONSTRAINT "qbr_account_mapping_confirmed_check" CHECK (("confirmed_at" IS NULL) = ("confirmed_by" IS NULL))
);

ALTER TABLE "qbr_statement" ADD CONSTRAINT "qbr_statement_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_statement" ADD CONSTRAINT "qbr_statement_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendor"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_statement" ADD CONSTRAINT "qbr_statement_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_statement_line" ADD CONSTRAINT "qbr_statement_line_organization_id_period_version_fkey" FOREIGN KEY ("organization_id", "period", "version") REFERENCES "qbr_statement"("organization_id", "period", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_books_connection" ADD CONSTRAINT "qbr_books_connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_web_connector_session" ADD CONSTRAINT "qbr_web_connector_session_organization_id_run_id_fkey" FOREIGN KEY ("organization_id", "run_id") REFERENCES "qbr_collection_run"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "qbr_account_mapping" ADD CONSTRAINT "qbr_account_mapping_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Lines never change without their statement, and a session's calls change nothing that is read from a cache.
CALL "qbr_notify_changes_of"('qbr_statement', 'qbr_notify_years');
CALL "qbr_notify_changes_of"('qbr_books_connection', 'qbr_notify_organizations');
CALL "qbr_notify_changes_of"('qbr_account_mapping', 'qbr_notify_organizations');
