-- Grain: one row per published order among the named ones. Safe: reads only.
SELECT wix_order_id, number, erased_at FROM core.orders WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) ORDER BY number, wix_order_id
