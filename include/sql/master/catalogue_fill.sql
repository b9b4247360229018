-- Grain: one line without SKU or weight. Fills gaps only, never overwrites the order's own words. Safe: repeated, it changes nothing.
UPDATE staging.lines AS line
SET sku = coalesce(nullif(line.sku, ''), known.sku), unit_weight_g = coalesce(line.unit_weight_g, known.unit_weight_g)
FROM core.wix_catalogue AS known
WHERE line.batch_id = :batch_id AND line.kind = 'item' AND line.catalog_app_id = :stores_app AND known.store = line.store
  AND known.product_id = line.catalog_item_id AND known.variant_id = coalesce(line.variant_id, '')
  AND (coalesce(line.sku, '') = '' OR line.unit_weight_g IS NULL)
