-- Grain: one intent that two looks did not find. It may be sent, unless its order has changed meanwhile: then it waits to be built anew. A document that follows the first one goes by the last verdict about itself: a note belongs to an order that is booked no more, and a cancelled order is not converted. Safe: only a doubtful one.
UPDATE export.ledger AS entry SET looks = 0, last_error = :error, changed_at = now(), state = CASE
    WHEN EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id AND hold.destination = entry.destination
                 AND hold.closed_at IS NULL AND hold.code = 'ORDER_CHANGED_AFTER_BOOKING')
      OR EXISTS (SELECT FROM core.decisions AS decision WHERE decision.store = entry.store AND decision.wix_order_id = entry.wix_order_id
                 AND decision.destination = entry.destination
                 AND CASE WHEN entry.role IN ('conversion', 'replacement', 'note')
                     THEN NOT EXISTS (SELECT FROM core.acts AS act WHERE act.store = entry.store AND act.wix_order_id = entry.wix_order_id AND act.role = entry.role
                                      AND act.part = entry.part AND act.action = 'send' AND act.decided_at >= decision.decided_at)
                     ELSE decision.action <> 'send' END)
    THEN 'withdrawn' ELSE 'pending' END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('sending', 'unknown')
RETURNING state
