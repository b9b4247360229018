-- Grain: open holds of lost parcels of which there is news again, and of parcels that were gone and are found. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM export.tracking AS parcel
WHERE hold.store = :store AND hold.destination = 'myparcel' AND hold.closed_at IS NULL AND hold.source = 'track'
  AND parcel.store = hold.store AND hold.field = 'id ' || parcel.shipment_id
  AND (hold.code = 'PARCEL_LOST' AND parcel.age <> 'lost' OR hold.code = 'DELETED_REMOTELY' AND parcel.missing = 0 AND parcel.progress BETWEEN 1 AND 9)
