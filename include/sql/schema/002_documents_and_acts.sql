-- Documents beside the first one, acts, payments and refunds. Safe to run again: every change looks first whether it was made.
CREATE TABLE IF NOT EXISTS staging.payments (
    batch_id text NOT NULL, store text NOT NULL, wix_order_id text NOT NULL, payment_id text NOT NULL,
    created_at timestamptz, amount_minor bigint, status text, method text, kind text, offline boolean, chargeback_minor bigint,
    PRIMARY KEY (batch_id, wix_order_id, payment_id)
);
CREATE TABLE IF NOT EXISTS staging.refunds (
    batch_id text NOT NULL, store text NOT NULL, wix_order_id text NOT NULL, refund_id text NOT NULL,
    created_at timestamptz, state text, amount_minor bigint, pending_minor bigint, external boolean, store_credit boolean, details jsonb, transactions jsonb,
    PRIMARY KEY (batch_id, wix_order_id, refund_id)
);
CREATE TABLE IF NOT EXISTS core.payments (
    store text NOT NULL, wix_order_id text NOT NULL, payment_id text NOT NULL,
    created_at timestamptz, amount_minor bigint, status text, method text, kind text, offline boolean, chargeback_minor bigint,
    PRIMARY KEY (store, wix_order_id, payment_id)
);
CREATE TABLE IF NOT EXISTS core.refunds (
    store text NOT NULL, wix_order_id text NOT NULL, refund_id text NOT NULL,
    created_at timestamptz, state text, amount_minor bigint, pending_minor bigint, external boolean, store_credit boolean, details jsonb, transactions jsonb,
    PRIMARY KEY (store, wix_order_id, refund_id)
);
CREATE INDEX IF NOT EXISTS refunds_pending ON core.refunds (store) WHERE state = 'pending';
CREATE TABLE IF NOT EXISTS staging.acts (
    batch_id text NOT NULL, store text NOT NULL, wix_order_id text NOT NULL, role text NOT NULL, part text NOT NULL,
    action text NOT NULL CHECK (action IN ('send', 'hold')), kind text, reason text, field text, seen text, cure text, money_hash text,
    doc_date date, amount_minor bigint, currency text, marker text, body jsonb, contact jsonb, proof jsonb, basis jsonb, because text,
    PRIMARY KEY (batch_id, wix_order_id, role, part)
);
CREATE TABLE IF NOT EXISTS core.acts (          -- the last verdict about each act, for people
    store text NOT NULL, wix_order_id text NOT NULL, role text NOT NULL, part text NOT NULL,
    action text NOT NULL, reason text, because text, decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store, wix_order_id, role, part)
);
ALTER TABLE staging.decisions ADD COLUMN IF NOT EXISTS basis jsonb;  -- what the document was made from, line by line
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS basis jsonb;
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS agreed_at timestamptz;  -- approvals that a person was asked for
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS agreed_by text;
ALTER TABLE export.proofs ADD COLUMN IF NOT EXISTS role text NOT NULL DEFAULT 'document';
ALTER TABLE export.proofs ADD COLUMN IF NOT EXISTS part text NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS ledger_withdrawn ON export.ledger (store) WHERE role = 'document' AND state = 'withdrawn';
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ledger_role_known') THEN
        ALTER TABLE export.ledger DROP CONSTRAINT IF EXISTS ledger_role_check;
        ALTER TABLE export.ledger ADD CONSTRAINT ledger_role_known CHECK (role IN (
            'document', 'conversion', 'replacement', 'note', 'approval', 'payment', 'units', 'stage', 'removal', 'shipment', 'fulfillment'));
    END IF;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'proofs_of_documents') THEN
        ALTER TABLE export.proofs DROP CONSTRAINT IF EXISTS proofs_pkey;
        ALTER TABLE export.proofs ADD CONSTRAINT proofs_of_documents PRIMARY KEY (store, wix_order_id, role, part);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_indexes WHERE schemaname = 'export' AND indexname = 'ledger_documents') THEN
        DROP INDEX IF EXISTS export.ledger_unnumbered, export.ledger_approved, export.ledger_remote;
        CREATE INDEX ledger_unnumbered ON export.ledger (store)
            WHERE role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND remote_number IS NULL;
        CREATE INDEX ledger_approved ON export.ledger (kind, (coalesce(body ->> 'number_line_id', store)), doc_date)
            WHERE role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved';
        CREATE UNIQUE INDEX ledger_documents ON export.ledger (destination, remote_id, store)
            WHERE remote_id IS NOT NULL AND role IN ('document', 'conversion', 'replacement', 'note', 'shipment');
    END IF;
END $$;
