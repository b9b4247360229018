-- Grain: one row per parcel of the named orders that has a barcode, with the fulfilment that names its lines. Safe: reads only.
SELECT parcel.wix_order_id, parcel.shipment_id, parcel.barcode, told.body
FROM export.tracking AS parcel
LEFT JOIN export.ledger AS told ON told.store = parcel.store AND told.wix_order_id = parcel.wix_order_id AND told.destination = 'wix' AND told.role = 'fulfillment' AND told.part = parcel.shipment_id
WHERE parcel.store = :store AND parcel.wix_order_id = ANY (:wix_order_ids) AND parcel.barcode IS NOT NULL
ORDER BY parcel.wix_order_id, parcel.shipment_id
