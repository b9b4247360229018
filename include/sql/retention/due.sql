-- Grain: one row per order whose data is older than it may become and that no work needs, oldest first; those that a person asked to erase at once. By chunk. Safe: reads only, through orders_by_age and orders_to_erase.
SELECT wix_order_id, number, chunk_id, chunk_index, erase
FROM (
    (SELECT wix_order_id, number, chunk_id, chunk_index, true AS erase
     FROM core.orders AS orders
     WHERE store = :store AND erase_asked_at IS NOT NULL AND erased_at IS NULL
       AND NOT EXISTS (SELECT FROM core.open_work AS work WHERE work.store = orders.store AND work.wix_order_id = orders.wix_order_id)
     LIMIT :most)
    UNION ALL
    (SELECT wix_order_id, number, chunk_id, chunk_index, erase_asked_at IS NOT NULL AS erase
     FROM core.orders AS orders
     WHERE store = :store AND forgotten_at IS NULL AND NOT (erase_asked_at IS NOT NULL AND erased_at IS NULL)
       AND coalesce(updated_at, published_at) < now() - make_interval(days => :days) AND published_at < now() - interval '1 day'
       AND NOT EXISTS (SELECT FROM core.open_work AS work WHERE work.store = orders.store AND work.wix_order_id = orders.wix_order_id)
     ORDER BY coalesce(updated_at, published_at) LIMIT :most)  -- a pass reads its own rows, and does not sort all that are due
    LIMIT :most
) AS due
ORDER BY chunk_id NULLS FIRST, chunk_index
