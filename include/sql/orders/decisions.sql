-- Grain: one row per destination of an order. Safe: reads only.
SELECT destination, action, kind, reason, trace, decided_at FROM core.decisions WHERE store = :store AND wix_order_id = :wix_order_id ORDER BY destination
