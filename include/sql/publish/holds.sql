-- Grain: one open hold per order, destination, code and field; it keeps the instant at which it began. Safe: upsert by that key.
INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source)
SELECT decision.store, decision.wix_order_id, staged.number, decision.destination, decision.reason, coalesce(decision.field, ''),
       coalesce(decision.seen, ''), coalesce(decision.cure, ''), CASE decision.reason WHEN 'CHECK_FAILED' THEN 'check' ELSE 'build' END
FROM staging.decisions AS decision JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE decision.batch_id = :batch_id AND decision.action = 'hold'
ON CONFLICT (store, wix_order_id, destination, code, field) WHERE closed_at IS NULL DO UPDATE SET seen = excluded.seen, cure = excluded.cure, order_number = excluded.order_number
