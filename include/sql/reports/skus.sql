-- Grain: one row per SKU of goods ordered in the last days, and per product name where the SKU is blank. Safe: reads only, through orders_by_created.
SELECT trim(coalesce(line.sku, '')) AS sku, max(line.name) AS name, count(DISTINCT line.wix_order_id) AS orders,
       (array_agg(placed.number ORDER BY placed.created_at DESC))[1] AS newest_order, max(placed.created_at) AS last_ordered
FROM core.orders AS placed JOIN core.lines AS line USING (store, wix_order_id)
WHERE placed.store = :store AND placed.created_at > now() - make_interval(days => :days)
  AND line.kind = 'item' AND line.item_type IS DISTINCT FROM 'GIFT_CARD'
GROUP BY 1, CASE WHEN trim(coalesce(line.sku, '')) = '' THEN line.name END
