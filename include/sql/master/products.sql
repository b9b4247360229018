-- Grain: one row per product or variant of a Holded account. Safe: reads only.
SELECT product_id, variant_id, sku, name FROM core.products WHERE connection = :connection
