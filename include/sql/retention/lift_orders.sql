-- Grain: the named orders, whose data may come back. Safe: repeated, it changes nothing.
UPDATE core.orders SET erase_asked_at = NULL, erased_at = NULL WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND erase_asked_at IS NOT NULL
