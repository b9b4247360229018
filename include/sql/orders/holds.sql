-- Grain: one row per hold, open or closed, of an order. Safe: reads only.
SELECT destination, code, field, seen, cure, since, closed_at, closed_as, closed_by, note, closed_with FROM export.holds
WHERE store = :store AND wix_order_id = :wix_order_id ORDER BY since, hold_id
