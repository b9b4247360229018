-- Grain: one row per parcel at MyParcel that has not reached an end. Safe: reads only, through ledger_parcels.
SELECT entry.wix_order_id, entry.order_number, entry.remote_id, entry.marker, tracking.status, tracking.barcode, tracking.missing
FROM export.ledger AS entry
LEFT JOIN export.tracking AS tracking ON tracking.store = entry.store AND tracking.shipment_id = entry.remote_id
WHERE entry.store = :store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent' AND entry.remote_state IS DISTINCT FROM 'final'
ORDER BY entry.remote_id
