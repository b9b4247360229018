-- Grain: one row per published refund of orders that Wix left out of its answer: they keep what is known. Safe: cleared in the same transaction.
INSERT INTO staging.refunds (batch_id, store, wix_order_id, refund_id, created_at, state, amount_minor, pending_minor, external, store_credit, details, transactions)
SELECT :batch_id, store, wix_order_id, refund_id, created_at, state, amount_minor, pending_minor, external, store_credit, details, transactions
FROM core.refunds WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
