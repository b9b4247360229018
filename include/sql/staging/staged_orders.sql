-- One row per order of a page that this batch has staged already, for pages of a moving search overlap; by primary key. Reads only.
SELECT wix_order_id, updated_at
FROM staging.orders
WHERE batch_id = :batch_id AND wix_order_id = ANY(:wix_order_ids)
