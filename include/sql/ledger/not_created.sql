-- Grain: one intent that two looks did not find. It may be sent, unless its order has changed meanwhile: then it waits to be built anew. Safe: only a doubtful one.
UPDATE export.ledger AS entry SET looks = 0, last_error = :error, changed_at = now(), state = CASE
    WHEN EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id AND hold.destination = entry.destination
                 AND hold.closed_at IS NULL AND hold.code = 'ORDER_CHANGED_AFTER_BOOKING')
      OR EXISTS (SELECT FROM core.decisions AS decision WHERE decision.store = entry.store AND decision.wix_order_id = entry.wix_order_id
                 AND decision.destination = entry.destination AND decision.action <> 'send')
    THEN 'withdrawn' ELSE 'pending' END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('sending', 'unknown')
RETURNING state
