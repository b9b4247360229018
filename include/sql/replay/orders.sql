-- Grain: one row per published order of a store that was placed in the half-open window, by slices of the key; only those whose payload is stored can be replayed. Safe: reads only, through orders_by_created.
SELECT wix_order_id, number, chunk_id IS NOT NULL AS stored FROM core.orders
WHERE store = :store AND created_at >= :since AND created_at < :until AND wix_order_id > :after
ORDER BY wix_order_id LIMIT :most
