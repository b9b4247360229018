-- Grain: one row per order that is decided anew, those that waited longest first: something that could close its hold changed, or a day passed, what it was changed after was never made or is settled now, or its draft was deleted to be made anew. Safe: reads only.
WITH waiting AS (
SELECT hold.wix_order_id, decision.decided_at
FROM export.holds AS hold
LEFT JOIN core.decisions AS decision USING (store, wix_order_id, destination)
WHERE hold.store = :store AND hold.closed_at IS NULL
  AND (hold.source IN ('build', 'check', 'before_send') AND hold.code = ANY (:codes)
           AND (hold.code = ANY (:every_run) OR decision.against IS DISTINCT FROM :against OR decision.decided_at < now() - interval '1 day'
                OR EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = hold.store AND entry.wix_order_id = hold.wix_order_id
                           AND entry.destination = hold.destination AND entry.changed_at > decision.decided_at))
       OR hold.code = 'ORDER_CHANGED_AFTER_BOOKING'
          AND EXISTS (SELECT FROM export.ledger AS main WHERE main.store = hold.store AND main.wix_order_id = hold.wix_order_id AND main.destination = hold.destination
                      AND main.role IN ('document', 'shipment')
                      AND (main.state = 'withdrawn' OR hold.destination = 'myparcel' OR main.state = 'sent' AND hold.destination = 'holded' AND (hold.field = 'answer' OR hold.source = 'publish'))))
UNION ALL
SELECT document.wix_order_id, decision.decided_at
FROM export.ledger AS document
JOIN core.decisions AS decision ON decision.store = document.store AND decision.wix_order_id = document.wix_order_id AND decision.destination = 'holded' AND decision.action = 'send'
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'withdrawn'
)
SELECT wix_order_id FROM waiting GROUP BY wix_order_id ORDER BY min(decided_at) NULLS FIRST, wix_order_id LIMIT :most
