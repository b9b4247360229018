-- Parcels by collo with what they carry and how old their news is; hints of webhooks. Safe to run again: IF NOT EXISTS throughout.
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS main_id text;           -- of a collo: the main shipment; else its own id
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS collo integer NOT NULL DEFAULT 0;      -- place in its shipment, the main one 0
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS progress integer NOT NULL DEFAULT 0;   -- how far it has come; never goes down
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS lines jsonb;            -- [{id, quantity}] of Wix that it carries; [] none; null not settled
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS extra boolean NOT NULL DEFAULT false;  -- made by a person in the back office, with our reference
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS age text NOT NULL DEFAULT '';          -- '', late, lost
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS registered_at timestamptz;             -- when its label was first seen
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS news_at timestamptz NOT NULL DEFAULT now();  -- when its status or number changed last
ALTER TABLE export.tracking ADD COLUMN IF NOT EXISTS looked_at timestamptz;  -- when it was asked for last
CREATE INDEX IF NOT EXISTS tracking_open ON export.tracking (store) WHERE NOT final;
CREATE INDEX IF NOT EXISTS tracking_by_main ON export.tracking (store, (coalesce(main_id, shipment_id)));
CREATE INDEX IF NOT EXISTS tracking_alarms ON export.tracking (store) WHERE progress IN (7, 9, 10) OR age = 'lost';
UPDATE export.tracking AS parcel SET lines = told.body -> 'lineItems'
FROM export.ledger AS told
WHERE parcel.lines IS NULL AND told.store = parcel.store AND told.wix_order_id = parcel.wix_order_id AND told.destination = 'wix' AND told.role = 'fulfillment'
  AND told.part = parcel.shipment_id AND told.state <> 'withdrawn';
CREATE TABLE IF NOT EXISTS export.hints (         -- shipments that a webhook named: to be read first, nothing else of it is believed
    store text NOT NULL, shipment_id text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store, shipment_id)
);
CREATE TABLE IF NOT EXISTS ops.hinted_runs (      -- when a webhook last started a run of tracking
    store text PRIMARY KEY, started_at timestamptz NOT NULL
);
