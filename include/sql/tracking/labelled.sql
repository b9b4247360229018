-- Grain: open holds about a label that was made since, by whomever, and of a shipment that is not its order's any more. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM export.ledger AS entry
LEFT JOIN export.ledger AS label ON label.store = entry.store AND label.wix_order_id = entry.wix_order_id AND label.destination = 'myparcel' AND label.role = 'label' AND label.part = entry.part
LEFT JOIN export.tracking AS parcel ON parcel.store = entry.store AND parcel.shipment_id = entry.remote_id
WHERE hold.store = :store AND hold.destination = 'myparcel' AND hold.closed_at IS NULL AND hold.source = 'label' AND hold.code IN ('PAYMENT_NEEDED', 'LABEL_REFUSED')
  AND entry.store = hold.store AND entry.wix_order_id = hold.wix_order_id AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND hold.field = trim('label ' || entry.part)
  AND (entry.state <> 'sent' OR label.body ->> 'shipment_id' <> entry.remote_id OR parcel.registered_at > hold.since AND parcel.progress BETWEEN 1 AND 8)
