-- Grain: one row per parcel of the named orders that has a barcode, with the lines that it carries. Safe: reads only.
SELECT parcel.wix_order_id, parcel.shipment_id, parcel.barcode, parcel.lines
FROM export.tracking AS parcel
WHERE parcel.store = :store AND parcel.wix_order_id = ANY (:wix_order_ids) AND parcel.barcode IS NOT NULL
ORDER BY parcel.wix_order_id, parcel.shipment_id
