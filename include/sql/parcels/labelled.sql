-- Grain: one row per order of the named ones of which a parcel has its label. Safe: reads only.
SELECT DISTINCT entry.wix_order_id
FROM export.ledger AS entry JOIN export.tracking AS parcel ON parcel.store = entry.store AND parcel.shipment_id = entry.remote_id
WHERE entry.store = :store AND entry.wix_order_id = ANY (:wix_order_ids) AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent'
  AND parcel.progress BETWEEN 1 AND 8
