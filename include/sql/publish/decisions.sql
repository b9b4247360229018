-- Grain: one row per order and destination. Safe: upsert by key.
INSERT INTO core.decisions (store, wix_order_id, destination, action, kind, reason, trace, batch_id, against)
SELECT decided.store, wix_order_id, destination, action, kind, reason, trace, batch_id, batch.against
FROM staging.decisions AS decided JOIN staging.batches AS batch USING (batch_id) WHERE batch_id = :batch_id
ON CONFLICT (store, wix_order_id, destination) DO UPDATE SET
    action = excluded.action, kind = excluded.kind, reason = excluded.reason, trace = excluded.trace, batch_id = excluded.batch_id, against = excluded.against, decided_at = now()
