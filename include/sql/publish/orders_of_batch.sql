-- Grain: one row per order of the batch, by slices of the key so that memory stays bounded. Safe: reads only.
SELECT * FROM staging.orders WHERE batch_id = :batch_id AND wix_order_id > :after ORDER BY wix_order_id LIMIT :slice
