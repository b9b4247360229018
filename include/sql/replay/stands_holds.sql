-- Grain: one row per open hold of the named orders that building an order opens and closes. Safe: reads only.
SELECT wix_order_id, destination, code, field, seen FROM export.holds
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND closed_at IS NULL AND source IN ('build', 'check')
