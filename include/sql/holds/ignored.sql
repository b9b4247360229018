-- Grain: one row per order and destination that a person left out. Safe: reads only, through holds_ignored.
SELECT DISTINCT hold.wix_order_id FROM export.holds AS hold
WHERE hold.store = :store AND hold.closed_as = 'ignored' AND hold.source <> 'reconcile' AND (hold.order_number = :number OR hold.wix_order_id = :number)
