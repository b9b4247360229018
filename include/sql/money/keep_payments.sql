-- Grain: one row per published payment of orders that Wix left out of its answer: they keep what is known. Safe: cleared in the same transaction.
INSERT INTO staging.payments (batch_id, store, wix_order_id, payment_id, created_at, amount_minor, status, method, kind, offline, chargeback_minor)
SELECT :batch_id, store, wix_order_id, payment_id, created_at, amount_minor, status, method, kind, offline, chargeback_minor
FROM core.payments WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
