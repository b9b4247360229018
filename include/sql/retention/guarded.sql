-- Grain: one row per order of a page that is forgotten or erased. Safe: reads only.
SELECT wix_order_id, erased_at IS NOT NULL AS erased FROM core.orders
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND (forgotten_at IS NOT NULL OR erased_at IS NOT NULL)
