-- Grain: one row per order of a scratch batch. Safe: reads only.
SELECT wix_order_id, number, fulfillment_status, malformed_field FROM staging.orders WHERE batch_id = :batch_id ORDER BY wix_order_id
