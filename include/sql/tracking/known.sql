-- Grain: one row per known parcel of these shipments, their colli included, and whether its fulfilment is written down. Safe: reads only.
SELECT shipment_id, wix_order_id, coalesce(main_id, shipment_id) AS main_id, collo, status, progress, barcode, link, final, missing, lines, extra,
    EXISTS (SELECT FROM export.ledger AS told WHERE told.store = parcel.store AND told.wix_order_id = parcel.wix_order_id AND told.destination = 'wix'
            AND told.role = 'fulfillment' AND told.part = parcel.shipment_id) AS told
FROM export.tracking AS parcel WHERE store = :store AND (shipment_id = ANY (:ids) OR coalesce(main_id, shipment_id) = ANY (:ids))
