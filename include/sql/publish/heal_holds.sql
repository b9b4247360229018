-- Grain: open holds of the batch's orders whose cause the new decision no longer names. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM staging.decisions AS decision
WHERE decision.batch_id = :batch_id AND hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id AND hold.destination = decision.destination
  AND hold.closed_at IS NULL AND (hold.source IN ('build', 'check') OR hold.source = 'before_send' AND decision.action <> 'send')
  AND NOT (decision.action = 'hold' AND decision.reason = hold.code AND coalesce(decision.field, '') = hold.field)
  AND NOT EXISTS (SELECT FROM staging.acts AS act WHERE act.batch_id = decision.batch_id AND act.wix_order_id = hold.wix_order_id AND hold.destination = 'holded'
                  AND act.action = 'hold' AND act.reason = hold.code AND coalesce(act.field, '') = hold.field)
