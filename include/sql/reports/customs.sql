-- Grain: one row per SKU and country of goods that were ordered in the last days and can be shipped; waiting: an order of it is held for its customs data. Safe: reads only, through orders_by_created.
SELECT trim(coalesce(line.sku, '')) AS sku, max(line.name) AS name, upper(placed.ship_country) AS country,
       array_agg(DISTINCT placed.wix_order_id) AS orders, (array_agg(placed.number ORDER BY placed.created_at DESC))[1] AS newest_order,
       max(placed.created_at) AS last_ordered, bool_or(hold.code IS NOT NULL) AS waiting
FROM core.orders AS placed JOIN core.lines AS line USING (store, wix_order_id)
LEFT JOIN export.holds AS hold ON hold.store = placed.store AND hold.wix_order_id = placed.wix_order_id AND hold.destination = 'myparcel'
    AND hold.code = 'CUSTOMS_INCOMPLETE' AND hold.closed_at IS NULL
WHERE placed.store = :store AND placed.created_at > now() - make_interval(days => :days) AND placed.ship_country IS NOT NULL
  AND line.kind = 'item' AND line.shippable
GROUP BY 1, 3, CASE WHEN trim(coalesce(line.sku, '')) = '' THEN line.name END
