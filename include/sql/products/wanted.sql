-- Grain: one row per SKU of the goods of a batch's approved orders, as the first of its lines has it. Safe: reads only.
SELECT DISTINCT ON (trim(line.sku)) trim(line.sku) AS sku, line.name, line.shippable, line.quantity, line.net_minor, line.tax_rate_ppm, staged.currency
FROM staging.lines AS line JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE line.batch_id = :batch_id AND line.kind = 'item' AND trim(coalesce(line.sku, '')) <> '' AND line.item_type IS DISTINCT FROM 'GIFT_CARD'
  AND staged.status = 'APPROVED' AND staged.malformed_field IS NULL
ORDER BY trim(line.sku), line.wix_order_id, line.line_no
