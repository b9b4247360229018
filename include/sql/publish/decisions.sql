-- Grain: one row per order and destination. Safe: upsert by key.
INSERT INTO core.decisions (store, wix_order_id, destination, action, kind, reason, trace, batch_id)
SELECT store, wix_order_id, destination, action, kind, reason, trace, batch_id FROM staging.decisions WHERE batch_id = :batch_id
ON CONFLICT (store, wix_order_id, destination) DO UPDATE SET
    action = excluded.action, kind = excluded.kind, reason = excluded.reason, trace = excluded.trace, batch_id = excluded.batch_id, decided_at = now()
