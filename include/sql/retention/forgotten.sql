-- Grain: the named orders, of which no personal data is stored any more; erased where a person had asked for it. Safe: the first instant stays.
UPDATE core.orders
SET forgotten_at = coalesce(forgotten_at, now()), erased_at = CASE WHEN erase_asked_at IS NOT NULL THEN coalesce(erased_at, now()) END
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
