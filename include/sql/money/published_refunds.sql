-- Grain: one row per published refund of the named orders. Safe: reads only.
SELECT wix_order_id, refund_id, created_at, state, amount_minor, pending_minor, external, store_credit, details, transactions
FROM core.refunds WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
