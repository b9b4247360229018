-- What landing keeps for the lines of a document, products that we make, and an index for reports. Safe to run again: IF NOT EXISTS throughout.
ALTER TABLE staging.orders ADD COLUMN IF NOT EXISTS conversion_currency text;
ALTER TABLE staging.orders ADD COLUMN IF NOT EXISTS conversion_rate text;
ALTER TABLE staging.orders ADD COLUMN IF NOT EXISTS cash_rounding_minor bigint;
ALTER TABLE staging.lines ADD COLUMN IF NOT EXISTS fee_code text;
CREATE INDEX IF NOT EXISTS orders_by_created ON core.orders (store, created_at);
CREATE TABLE IF NOT EXISTS export.new_products (   -- products that we made, or meant to make, in an account: one per SKU as it is compared
    connection text NOT NULL, sku_key text NOT NULL, sku text NOT NULL, name text NOT NULL, store text NOT NULL,
    state text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'unknown', 'sent', 'refused')),
    remote_id text, last_error text, attempts integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(), changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connection, sku_key)
);
