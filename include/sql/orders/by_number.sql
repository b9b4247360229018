-- Grain: one row per order with that number or id, newest first. Safe: reads only.
SELECT * FROM core.orders WHERE store = :store AND (number = :number OR wix_order_id = :number) ORDER BY created_at DESC NULLS LAST
