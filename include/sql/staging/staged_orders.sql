-- Grain: one row per order of a page that this batch has staged already: pages of a moving search overlap. Safe: reads only.
SELECT wix_order_id, updated_at
FROM staging.orders
WHERE batch_id = :batch_id AND wix_order_id = ANY(:wix_order_ids)
