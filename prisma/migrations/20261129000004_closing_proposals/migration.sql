-- Closing and reopening a month may need two admins: what the first one has proposed, until a second one approves or declines it.

CREATE TABLE "qbr_closing_proposal" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "period" VARCHAR(7) NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "reason" TEXT,
    "missing" TEXT[] NOT NULL,
    "open_findings" TEXT[] NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "proposed_by" VARCHAR(100) NOT NULL,
    "proposer_id" VARCHAR(100) NOT NULL,
    "accountable_id" VARCHAR(100) NOT NULL,
    "directory_role" VARCHAR(10),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    -- The newest change of the month's values at that time: a later one ends the proposal.
    "history_id" INTEGER NOT NULL,
    "outcome" VARCHAR(10),
    "decided_at" TIMESTAMPTZ(6),
    "decided_by" VARCHAR(100),
    "decision_reason" TEXT,

    CONSTRAINT "qbr_closing_proposal_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_closing_proposal_period_check" CHECK ("period" ~ '^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$'),
    CONSTRAINT "qbr_closing_proposal_proposed_by_check" CHECK (btrim("proposed_by") <> ''),
    CONSTRAINT "qbr_closing_proposal_expires_check" CHECK ("expires_at" > "proposed_at"),
    CONSTRAINT "qbr_closing_proposal_kind_check" CHECK ("kind" IN ('close', 'reopen')),
    CONSTRAINT "qbr_closing_proposal_outcome_check" CHECK ("outcome" IN ('approved', 'declined', 'ended')),
    CONSTRAINT "qbr_closing_proposal_decided_check" CHECK (("outcome" IS NULL) = ("decided_at" IS NULL))
);

CREATE INDEX "qbr_closing_proposal_organization_id_outcome_period_idx" ON "qbr_closing_proposal"("organization_id", "outcome", "period");

ALTER TABLE "qbr_closing_proposal" ADD CONSTRAINT "qbr_closing_proposal_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "qbr_notify_changes_of"('qbr_closing_proposal', 'qbr_notify_years');

-- Who made a key, so that its maker is not taken for a second person.
ALTER TABLE "qbr_api_key" ADD COLUMN "creator_id" VARCHAR(100);

UPDATE "qbr_api_key" AS stored SET "creator_id" = (
    SELECT entry.actor_id FROM "qbr_audit" AS entry
    WHERE entry.action = 'key.created' AND entry.detail @> jsonb_build_object('key', stored.id)
    ORDER BY entry.id DESC LIMIT 1
);
