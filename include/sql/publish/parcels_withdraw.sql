-- Grain: shipments that nothing was sent for and that their order does not want any more. Safe: repeated, it changes nothing.
UPDATE export.ledger AS entry SET state = 'withdrawn', changed_at = now()
FROM staging.decisions AS decision
WHERE decision.batch_id = :batch_id AND decision.destination = 'myparcel' AND entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id
  AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state IN ('pending', 'rejected')
  AND NOT EXISTS (SELECT FROM staging.parcels AS parcel WHERE parcel.batch_id = decision.batch_id AND parcel.wix_order_id = decision.wix_order_id AND parcel.part = entry.part)
