-- Grain: one row per named order that no work needs, as it stands now that nothing can be published. Safe: reads only, and locks the rows.
SELECT wix_order_id, number, chunk_id, chunk_index FROM core.orders AS orders
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
  AND NOT EXISTS (SELECT FROM core.open_work AS work WHERE work.store = orders.store AND work.wix_order_id = orders.wix_order_id)
ORDER BY wix_order_id FOR UPDATE OF orders
