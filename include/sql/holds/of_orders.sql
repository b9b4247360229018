-- Grain: one row per open hold of the named orders, oldest first. Safe: reads only, through holds_open.
SELECT hold_id, order_number, wix_order_id, destination, code, field, source FROM export.holds
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND closed_at IS NULL AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
ORDER BY since, hold_id
