-- Grain: one row per order with an open hold that every run tries again, those that waited longest first. Safe: reads only.
SELECT hold.wix_order_id
FROM export.holds AS hold
LEFT JOIN core.decisions AS decision USING (store, wix_order_id, destination)
WHERE hold.store = :store AND hold.closed_at IS NULL AND hold.source IN ('build', 'check') AND hold.code = ANY (:codes)
GROUP BY hold.wix_order_id
ORDER BY min(decision.decided_at) NULLS FIRST, hold.wix_order_id LIMIT :most
