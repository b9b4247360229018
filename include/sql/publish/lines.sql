-- Grain: one row per line of the batch's orders. Safe: the lines were cleared in the same transaction.
INSERT INTO core.lines (store, wix_order_id, line_no, kind, line_id, name, sku, shippable, quantity, unit_weight_g, net_minor, gross_minor, tax_rate_ppm, item_type)
SELECT line.store, line.wix_order_id, line.line_no, line.kind, line.line_id, line.name, line.sku, line.shippable, line.quantity, line.unit_weight_g,
       line.net_minor, line.gross_minor, line.tax_rate_ppm, line.item_type
FROM staging.lines AS line JOIN staging.orders AS staged USING (batch_id, wix_order_id) WHERE line.batch_id = :batch_id
