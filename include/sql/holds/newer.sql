-- Grain: the open holds of one order and destination that began at an instant or after it, the oldest first. Safe: reads only.
SELECT code FROM export.holds
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND closed_at IS NULL AND since >= :before
ORDER BY since, hold_id
