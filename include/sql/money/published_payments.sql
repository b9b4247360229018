-- Grain: one row per published payment of the named orders. Safe: reads only.
SELECT wix_order_id, payment_id, created_at, amount_minor, status, method, kind, offline, chargeback_minor
FROM core.payments WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
