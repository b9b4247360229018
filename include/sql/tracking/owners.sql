-- Grain: one row per shipment whose order is known: ours by its id, another one by the parcel that we know, or by our reference. Safe: reads only.
SELECT entry.remote_id AS shipment_id, entry.wix_order_id, entry.order_number, entry.part, entry.basis, false AS extra
FROM export.ledger AS entry
WHERE entry.store = :store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.remote_id = ANY (:ids)
UNION ALL
SELECT parcel.shipment_id, parcel.wix_order_id, (SELECT number FROM core.orders AS sold WHERE sold.store = parcel.store AND sold.wix_order_id = parcel.wix_order_id), NULL, NULL, true
FROM export.tracking AS parcel
WHERE parcel.store = :store AND parcel.shipment_id = ANY (:ids)
  AND NOT EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = parcel.store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.remote_id = parcel.shipment_id)
