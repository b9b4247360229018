-- Grain: one row per order of a batch, without personal data. Reads only.
SELECT batch_id, store, wix_order_id, number, updated_at, status, payment_status, fulfillment_status, currency, total_minor,
       pickup_method, bill_country, ship_country, payload_hash, malformed_field
FROM staging.orders
WHERE batch_id = :batch_id
ORDER BY wix_order_id;
