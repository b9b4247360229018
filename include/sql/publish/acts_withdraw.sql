-- Grain: acts not begun that the orders of the batch no longer want. What may exist at the remote is left alone. Safe: repeated, it changes nothing.
UPDATE export.ledger AS entry SET state = 'withdrawn', changed_at = now()
FROM staging.decisions AS decision
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id
  AND entry.destination = 'holded' AND entry.role <> 'document' AND entry.state IN ('pending', 'rejected')
  AND (decision.reason = 'CHECK_FAILED' OR NOT EXISTS (SELECT FROM staging.acts AS act WHERE act.batch_id = decision.batch_id AND act.wix_order_id = entry.wix_order_id AND act.role = entry.role
                  AND act.part = entry.part AND act.action = 'send'))
