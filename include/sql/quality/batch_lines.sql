-- Grain: one row per order line of a batch, without personal data. Reads only.
SELECT batch_id, store, wix_order_id, line_no, kind, item_type, shippable, quantity, unit_weight_g, gross_minor, tax_rate_ppm
FROM staging.lines
WHERE batch_id = :batch_id
ORDER BY wix_order_id, line_no;
