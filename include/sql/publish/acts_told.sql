-- Grain: the last verdict about each act of an order, for people. Safe: upsert by key.
INSERT INTO core.acts (store, wix_order_id, role, part, action, reason, because)
SELECT store, wix_order_id, role, part, action, reason, because FROM staging.acts AS act JOIN staging.orders AS staged USING (batch_id, store, wix_order_id) WHERE act.batch_id = :batch_id
ON CONFLICT (store, wix_order_id, role, part) DO UPDATE SET action = excluded.action, reason = excluded.reason, because = excluded.because, decided_at = now()
