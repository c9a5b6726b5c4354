-- What somebody is notified of: each cause with what was last said of it, and the messages until every channel has taken them.

CREATE TABLE "qbr_notification_cause" (
    "organization_id" INTEGER NOT NULL,
    "cause" VARCHAR(200) NOT NULL,
    "occurrence" VARCHAR(100) NOT NULL,
    "period" VARCHAR(7),
    "over_text" VARCHAR(500) NOT NULL,
    "is_open" BOOLEAN NOT NULL,
    "is_told" BOOLEAN NOT NULL,
    "told_on" DATE,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "qbr_notification_cause_pkey" PRIMARY KEY ("organization_id", "cause"),
    CONSTRAINT "qbr_notification_cause_told_check" CHECK (NOT "is_told" OR "told_on" IS NOT NULL)
);

ALTER TABLE "qbr_notification_cause" ADD CONSTRAINT "qbr_notification_cause_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "qbr_notification" (
    "organization_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "message_id" UUID NOT NULL,
    "channel" VARCHAR(10) NOT NULL,
    "cause" VARCHAR(200) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "severity" VARCHAR(10) NOT NULL,
    "text" VARCHAR(500) NOT NULL,
    "action" VARCHAR(500),
    "path" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL,
    "last_error" VARCHAR(500),
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "qbr_notification_pkey" PRIMARY KEY ("organization_id", "id"),
    CONSTRAINT "qbr_notification_channel_check" CHECK ("channel" IN ('webhook', 'mail')),
    CONSTRAINT "qbr_notification_state_check" CHECK ("state" IN ('problem', 'over')),
    CONSTRAINT "qbr_notification_severity_check" CHECK ("severity" IN ('critical', 'warning', 'notice')),
    CONSTRAINT "qbr_notification_attempts_check" CHECK ("attempts" >= 0)
);

-- Message ids are sent as idempotency ids.
CREATE UNIQUE INDEX "qbr_notification_message_id_channel_key" ON "qbr_notification"("message_id", "channel");
CREATE INDEX "qbr_notification_created_at_idx" ON "qbr_notification"("created_at");

ALTER TABLE "qbr_notification" ADD CONSTRAINT "qbr_notification_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
