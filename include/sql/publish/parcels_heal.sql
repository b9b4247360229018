-- Grain: holds of a change that could not be carried to MyParcel, of shipments that are again what their order wants. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM staging.decisions AS decision
JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = 'myparcel' AND entry.role = 'shipment'
WHERE decision.batch_id = :batch_id AND decision.destination = 'myparcel' AND decision.action = 'send' AND entry.state = 'sent' AND entry.wanted IS NULL
  AND hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id AND hold.destination = 'myparcel' AND hold.closed_at IS NULL
  AND hold.field = 'shipment ' || entry.remote_id AND hold.code = ANY (:codes)
