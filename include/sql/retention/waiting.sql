-- Grain: one row per order that is older than it may become, or is to be erased, and whose data some work still needs; with the work. Safe: reads only.
SELECT orders.wix_order_id, orders.number, orders.erase_asked_at IS NOT NULL AS erase, min(work.why) AS why
FROM core.open_work AS work
JOIN core.orders AS orders USING (store, wix_order_id)
WHERE work.store = :store
  AND (orders.forgotten_at IS NULL AND coalesce(orders.updated_at, orders.published_at) < now() - make_interval(days => :days)
       OR orders.erase_asked_at IS NOT NULL AND orders.erased_at IS NULL)
GROUP BY orders.wix_order_id, orders.number, orders.erase_asked_at
ORDER BY orders.number, orders.wix_order_id
