-- Grain: one row per payment of the named orders of the batch. Safe: reads only.
SELECT * FROM staging.payments WHERE batch_id = :batch_id AND wix_order_id = ANY (:wix_order_ids) ORDER BY wix_order_id, created_at NULLS LAST, payment_id
