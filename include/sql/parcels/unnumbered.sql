-- Grain: one row per shipment at MyParcel of the named orders of which a number is not known yet, and whether its label is known to be made. Safe: reads only.
SELECT entry.wix_order_id, entry.remote_id, coalesce(bool_or(parcel.progress >= 1), false) AS labelled
FROM export.ledger AS entry
LEFT JOIN export.tracking AS parcel ON parcel.store = entry.store AND (parcel.shipment_id = entry.remote_id OR parcel.main_id = entry.remote_id)
WHERE entry.store = :store AND entry.wix_order_id = ANY (:wix_order_ids) AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent'
GROUP BY entry.wix_order_id, entry.remote_id
HAVING count(parcel.shipment_id) = 0 OR bool_or(parcel.barcode IS NULL AND NOT parcel.final)
ORDER BY entry.wix_order_id, entry.remote_id
