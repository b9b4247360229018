-- Grain: one row per Wix product of the batch's lines without SKU that the cache does not know. Safe: reads only.
SELECT DISTINCT line.catalog_item_id AS product_id
FROM staging.lines AS line
WHERE line.batch_id = :batch_id AND line.kind = 'item' AND coalesce(line.sku, '') = '' AND line.catalog_app_id = :stores_app AND line.catalog_item_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM core.wix_catalogue AS known WHERE known.store = :store AND known.product_id = line.catalog_item_id
                  AND known.read_at > now() - make_interval(hours => 1))
