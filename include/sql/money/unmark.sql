-- Grain: orders of a batch whose transactions could not be read before. Safe: repeated, it changes nothing.
UPDATE staging.orders SET malformed_field = NULL, malformed_seen = NULL
WHERE batch_id = :batch_id AND wix_order_id = ANY (:wix_order_ids) AND malformed_field LIKE 'transactions%'
