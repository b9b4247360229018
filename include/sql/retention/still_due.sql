-- Grain: one row per named order that no work needs, as it stands now that nothing can be published. Safe: reads only, and locks the rows.
SELECT wix_order_id, number, chunk_id, chunk_index FROM core.orders
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
  AND wix_order_id NOT IN (SELECT open_work.wix_order_id FROM core.open_work WHERE open_work.store = :store)
ORDER BY wix_order_id FOR UPDATE
