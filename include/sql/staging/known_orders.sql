-- Grain: one row per order of a page that is published already, by primary key. Safe: reads only.
SELECT wix_order_id, payload_hash, updated_at
FROM core.orders
WHERE store = :store AND wix_order_id = ANY(:wix_order_ids)
