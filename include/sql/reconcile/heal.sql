-- Grain: open holds of the comparison that no open finding bears any more; of a document that it held as gone also those that older versions opened in the sender's name (send), where its finding was over after the hold began. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE hold.store = :store AND hold.closed_at IS NULL
  AND (hold.source IN ('reconcile', 'gone')
       OR hold.source = 'send' AND hold.code = 'DELETED_REMOTELY' AND hold.destination = 'holded'
          AND EXISTS (SELECT FROM export.drift AS seen WHERE seen.store = hold.store AND seen.remote = 'holded' AND seen.what = 'deleted'
                      AND seen.wix_order_id = hold.wix_order_id AND seen.code = hold.code AND seen.field = hold.field AND seen.over_at > hold.since))
  AND NOT EXISTS (SELECT FROM export.drift AS finding WHERE finding.store = hold.store AND finding.wix_order_id = hold.wix_order_id AND finding.code = hold.code
                  AND finding.destination = hold.destination AND finding.field = hold.field AND finding.over_at IS NULL)
