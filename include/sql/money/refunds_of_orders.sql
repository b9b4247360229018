-- Grain: one row per refund of the named orders of the batch. Safe: reads only.
SELECT * FROM staging.refunds WHERE batch_id = :batch_id AND wix_order_id = ANY (:wix_order_ids) ORDER BY wix_order_id, created_at NULLS LAST, refund_id
