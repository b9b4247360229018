-- Grain: holds of a change after booking, where the order is again what was booked; of parcels always: their changes are carried to MyParcel. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM staging.decisions AS decision
JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
    AND (entry.role = 'document' AND entry.money_hash = decision.money_hash OR entry.role = 'shipment')
WHERE decision.batch_id = :batch_id AND hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id AND hold.destination = decision.destination
  AND hold.closed_at IS NULL AND hold.code = 'ORDER_CHANGED_AFTER_BOOKING' AND hold.field <> 'paymentStatus'
