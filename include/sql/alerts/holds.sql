-- Grain: one row per destination and code of open holds that are old enough; what the comparison with the remotes found is told at once. Safe: reads only.
SELECT destination, code, count(DISTINCT wix_order_id) AS orders, min(since) AS oldest, array_agg(DISTINCT coalesce(order_number, wix_order_id)) AS numbers
FROM export.holds AS hold
WHERE store = :store AND closed_at IS NULL AND (since < now() - make_interval(hours => :hours) OR source = 'reconcile'
       OR EXISTS (SELECT FROM export.drift AS finding WHERE finding.store = hold.store AND finding.wix_order_id = hold.wix_order_id AND finding.code = hold.code
                  AND finding.field = hold.field AND finding.over_at IS NULL))
GROUP BY destination, code ORDER BY destination, code
