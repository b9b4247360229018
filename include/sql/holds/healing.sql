-- Grain: one row per order with an open hold that every run tries again. Safe: reads only.
SELECT DISTINCT wix_order_id FROM export.holds
WHERE store = :store AND closed_at IS NULL AND source IN ('build', 'check') AND code = ANY (:codes)
ORDER BY wix_order_id LIMIT :most
