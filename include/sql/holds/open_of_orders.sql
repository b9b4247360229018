-- Grain: one row per named order and destination with an open hold, and the code that opened first. Safe: reads only.
SELECT wix_order_id, destination, (array_agg(code ORDER BY since, hold_id))[1] AS code
FROM export.holds WHERE store = :store AND closed_at IS NULL AND wix_order_id = ANY (:wix_order_ids)
GROUP BY wix_order_id, destination
