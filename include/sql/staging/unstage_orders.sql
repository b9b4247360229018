-- Grain: orders of one batch of which a newer version was read. Safe: deletes by key.
WITH older_lines AS (DELETE FROM staging.lines WHERE batch_id = :batch_id AND wix_order_id = ANY(:wix_order_ids))
DELETE FROM staging.orders WHERE batch_id = :batch_id AND wix_order_id = ANY(:wix_order_ids)
