-- Grain: one order of a batch whose transactions cannot be read: it is held as malformed. Safe: the same mark again changes nothing.
UPDATE staging.orders SET malformed_field = :field, malformed_seen = :seen WHERE batch_id = :batch_id AND wix_order_id = :wix_order_id
