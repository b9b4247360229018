-- Grain: one row per line of the named orders of the batch. Safe: reads only.
SELECT * FROM staging.lines WHERE batch_id = :batch_id AND wix_order_id = ANY (:wix_order_ids) ORDER BY wix_order_id, line_no
