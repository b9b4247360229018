-- Grain: one row per order of a batch of history. An order that was only known may wait for its draft now, never the other way round. Safe: upsert by key.
INSERT INTO core.history AS known (store, wix_order_id, state, created_at, run)
SELECT store, wix_order_id, :state, created_at, :run FROM staging.orders WHERE batch_id = :batch_id
ON CONFLICT (store, wix_order_id) DO UPDATE SET
    state = CASE WHEN known.state = 'known' THEN excluded.state ELSE known.state END, created_at = coalesce(excluded.created_at, known.created_at)
