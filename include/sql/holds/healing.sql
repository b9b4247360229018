-- Grain: one row per order that every run builds again: an open hold that may heal, or one that a person wants tried and that was not decided
-- since. Safe: reads only, through the partial indexes holds_open and holds_retried.
SELECT wix_order_id FROM export.holds
WHERE store = :store AND closed_at IS NULL AND source IN ('build', 'check') AND code = ANY (:codes)
UNION
SELECT hold.wix_order_id FROM export.holds AS hold
JOIN core.decisions AS decision ON decision.store = hold.store AND decision.wix_order_id = hold.wix_order_id AND decision.destination = hold.destination
WHERE hold.store = :store AND hold.closed_as = 'retried' AND hold.source IN ('build', 'check') AND decision.decided_at <= hold.closed_at
ORDER BY wix_order_id LIMIT :most
