-- Grain: one row per order of the batch whose transactions are read, by slices of the key; what an earlier reading could not read is among them. Safe: reads only.
SELECT wix_order_id, currency, store_credit_minor
FROM staging.orders
WHERE batch_id = :batch_id AND wix_order_id > :after AND (malformed_field IS NULL OR malformed_field LIKE 'transactions%')
ORDER BY wix_order_id LIMIT :slice
