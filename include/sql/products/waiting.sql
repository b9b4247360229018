-- Grain: one row per held order of a store that waits for a product which may be looked for or made now. Safe: reads only.
SELECT DISTINCT hold.wix_order_id
FROM export.new_products AS product
JOIN export.holds AS hold ON hold.store = :store AND hold.destination = 'holded' AND hold.code = 'UNKNOWN_SKU' AND hold.closed_at IS NULL
JOIN core.lines AS line ON line.store = hold.store AND line.wix_order_id = hold.wix_order_id AND line.kind = 'item'
WHERE product.connection = :connection AND product.sku_key = upper(regexp_replace(trim(line.sku), '[[:space:]_-]+', '-', 'g'))
  AND (product.state IN ('sending', 'unknown') OR product.state = 'refused' AND product.changed_at <= now() - interval '1 day')
