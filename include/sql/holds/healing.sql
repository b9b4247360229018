-- Grain: one row per order that every run decides anew, those that waited longest first: its hold may be gone, or what it was changed after was never made. Safe: reads only.
SELECT hold.wix_order_id
FROM export.holds AS hold
LEFT JOIN core.decisions AS decision USING (store, wix_order_id, destination)
WHERE hold.store = :store AND hold.closed_at IS NULL
  AND (hold.source IN ('build', 'check') AND hold.code = ANY (:codes)
       OR hold.code = 'ORDER_CHANGED_AFTER_BOOKING'
          AND EXISTS (SELECT FROM export.ledger AS main WHERE main.store = hold.store AND main.wix_order_id = hold.wix_order_id AND main.destination = hold.destination
                      AND main.role IN ('document', 'shipment') AND main.state = 'withdrawn'))
GROUP BY hold.wix_order_id
ORDER BY min(decision.decided_at) NULLS FIRST, hold.wix_order_id LIMIT :most
