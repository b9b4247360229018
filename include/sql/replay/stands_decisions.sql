-- Grain: the standing decision of the named orders by destination, with the order's number. Safe: reads only.
SELECT decision.wix_order_id, placed.number, decision.destination, decision.action, decision.kind, decision.reason
FROM core.decisions AS decision JOIN core.orders AS placed USING (store, wix_order_id)
WHERE decision.store = :store AND decision.wix_order_id = ANY (:wix_order_ids)
