-- Grain: the named orders, to be erased as soon as no work needs their data. Safe: the first instant stays.
UPDATE core.orders SET erase_asked_at = coalesce(erase_asked_at, now()) WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
