-- What the payments and refunds of the orders need beside their tables. Safe to run again: IF NOT EXISTS throughout.
ALTER TABLE staging.orders ADD COLUMN IF NOT EXISTS store_credit_minor bigint;
CREATE INDEX IF NOT EXISTS ledger_by_day ON export.ledger (store, doc_date) WHERE destination = 'holded' AND role = 'document';
