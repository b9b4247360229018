-- Grain: one row per destination and code of open holds that are old enough; drift that reconciling found is told at once. Safe: reads only.
SELECT destination, code, count(DISTINCT wix_order_id) AS orders, min(since) AS oldest, array_agg(DISTINCT coalesce(order_number, wix_order_id)) AS numbers
FROM export.holds
WHERE store = :store AND closed_at IS NULL AND (since < now() - make_interval(hours => :hours) OR source = 'reconcile')
GROUP BY destination, code ORDER BY destination, code
