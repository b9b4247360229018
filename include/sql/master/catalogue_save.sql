-- Grain: one variant of a Wix product; the newest reading wins. Safe: upsert.
INSERT INTO core.wix_catalogue (store, product_id, variant_id, sku, unit_weight_g) VALUES (:store, :product_id, :variant_id, :sku, :unit_weight_g)
ON CONFLICT (store, product_id, variant_id) DO UPDATE SET sku = excluded.sku, unit_weight_g = excluded.unit_weight_g, read_at = now()
