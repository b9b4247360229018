-- Grain: open holds of shipments that are gone from MyParcel, of orders that want none any more; who shipped with a label keeps it until a person looked, unless the order was cancelled. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM core.decisions AS decision
WHERE hold.store = :store AND hold.destination = 'myparcel' AND hold.closed_at IS NULL AND hold.code = 'DELETED_REMOTELY' AND hold.source IN ('send', 'track')
  AND decision.store = hold.store AND decision.wix_order_id = hold.wix_order_id AND decision.destination = 'myparcel'
  AND decision.action = 'ignore' AND decision.reason NOT IN ('IGNORED_BY_PERSON', 'DESTINATION_OFF')
  AND (decision.reason NOT IN ('ALREADY_FULFILLED', 'NOTHING_LEFT')
       OR NOT EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = hold.store AND hold.field IN ('id ' || parcel.shipment_id, 'shipment ' || parcel.shipment_id)
                      AND parcel.barcode IS NOT NULL))
