-- The transactions that QuickBooks names behind a difference to the version before; null where it was not asked.
ALTER TABLE "qbr_statement" ADD COLUMN "changed_transactions" JSONB;
ALTER TABLE "qbr_statement" ADD CONSTRAINT "qbr_statement_changed_transactions_check" CHECK (
    CASE WHEN jsonb_typeof("changed_transactions") = 'array' THEN jsonb_array_length("changed_transactions") <= 50
         ELSE "changed_transactions" IS NULL END
);
