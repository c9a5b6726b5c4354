-- Who may come in: people, their sessions and sign-ins under way, and API keys. They are the program's, not an organization's.
-- Secrets are kept as SHA-256 only; each has 256 random bits, so that a slow hash would add nothing.

CREATE TABLE "qbr_person" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(100),
    "name" VARCHAR(200),
    "issuer" VARCHAR(300),
    "subject" VARCHAR(300),
    "role" VARCHAR(10),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" VARCHAR(100) NOT NULL,
    "last_sign_in_at" TIMESTAMPTZ(6),

    CONSTRAINT "qbr_person_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "qbr_person_email_check" CHECK ("email" = lower("email") AND "email" LIKE '_%@_%'),
    CONSTRAINT "qbr_person_role_check" CHECK ("role" IN ('viewer', 'editor', 'admin')),
    -- Known by both or by neither; who has not signed in is known by the invited address.
    CONSTRAINT "qbr_person_subject_check" CHECK (("issuer" IS NULL) = ("subject" IS NULL)),
    CONSTRAINT "qbr_person_known_check" CHECK ("email" IS NOT NULL OR "subject" IS NOT NULL),
    CONSTRAINT "qbr_person_created_by_check" CHECK (btrim("created_by") <> '')
);

CREATE UNIQUE INDEX "qbr_person_email_key" ON "qbr_person"("email");
CREATE UNIQUE INDEX "qbr_person_issuer_subject_key" ON "qbr_person"("issuer", "subject");

CREATE TABLE "qbr_session" (
    "id" SERIAL NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "person_id" INTEGER NOT NULL,
    "directory_role" VARCHAR(10),
    "provider_session" VARCHAR(300),
    "address" VARCHAR(45),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "qbr_session_secret_hash_check" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_session_directory_role_check" CHECK ("directory_role" IN ('viewer', 'editor', 'admin')),
    CONSTRAINT "qbr_session_expires_at_check" CHECK ("expires_at" > "created_at")
);

CREATE UNIQUE INDEX "qbr_session_secret_hash_key" ON "qbr_session"("secret_hash");
CREATE INDEX "qbr_session_person_id_idx" ON "qbr_session"("person_id");
CREATE INDEX "qbr_session_provider_session_idx" ON "qbr_session"("provider_session");
CREATE INDEX "qbr_session_expires_at_idx" ON "qbr_session"("expires_at");

ALTER TABLE "qbr_session" ADD CONSTRAINT "qbr_session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "qbr_person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A sign-in that has begun and whose answer is awaited; its row is deleted by the one answer that it accepts.
CREATE TABLE "qbr_sign_in" (
    "state_hash" CHAR(64) NOT NULL,
    "browser_hash" CHAR(64) NOT NULL,
    "code_verifier" VARCHAR(128) NOT NULL,
    "nonce" VARCHAR(128) NOT NULL,
    "return_to" VARCHAR(2000) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_sign_in_pkey" PRIMARY KEY ("state_hash"),
    CONSTRAINT "qbr_sign_in_return_to_check" CHECK ("return_to" ~ '^/([^/\\]|$)')
);

CREATE INDEX "qbr_sign_in_expires_at_idx" ON "qbr_sign_in"("expires_at");

CREATE TABLE "qbr_api_key" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "prefix" VARCHAR(12) NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "role" VARCHAR(10) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" VARCHAR(100) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "last_used_from" VARCHAR(45),
    "revoked_at" TIMESTAMPTZ(6),
    "revoked_by" VARCHAR(100),

    CONSTRAINT "qbr_api_key_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "qbr_api_key_name_check" CHECK (btrim("name") <> ''),
    CONSTRAINT "qbr_api_key_prefix_check" CHECK ("prefix" ~ '^qbr_[0-9a-z]{8}$'),
    CONSTRAINT "qbr_api_key_secret_hash_check" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "qbr_api_key_role_check" CHECK ("role" IN ('viewer', 'editor', 'admin')),
    CONSTRAINT "qbr_api_key_expires_at_check" CHECK ("expires_at" > "created_at"),
    CONSTRAINT "qbr_api_key_created_by_check" CHECK (btrim("created_by") <> ''),
    CONSTRAINT "qbr_api_key_revoked_check" CHECK (("revoked_at" IS NULL) = ("revoked_by" IS NULL) AND btrim("revoked_by") <> '')
);

CREATE UNIQUE INDEX "qbr_api_key_prefix_key" ON "qbr_api_key"("prefix");

-- Programs keep in memory who a credential belongs to (src/auth/known-credentials.ts) and must hear when that ends. When a
-- key was last used is no such change.
CREATE TRIGGER "qbr_person_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF "email", "name", "role" ON "qbr_person" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_session_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE ON "qbr_session" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
CREATE TRIGGER "qbr_api_key_changed" AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF "role", "expires_at", "revoked_at" ON "qbr_api_key" FOR EACH STATEMENT EXECUTE FUNCTION "qbr_notify_change"();
