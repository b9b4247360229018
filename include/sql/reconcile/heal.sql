-- Grain: open holds of the comparison that no open finding bears any more. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE hold.store = :store AND hold.source IN ('reconcile', 'gone') AND hold.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM export.drift AS finding WHERE finding.store = hold.store AND finding.wix_order_id = hold.wix_order_id AND finding.code = hold.code
                  AND finding.destination = hold.destination AND finding.field = hold.field AND finding.over_at IS NULL)
