-- Grain: one row per parcel of an order, with what became of its fulfilment. Safe: reads only.
SELECT shipment_id, coalesce(main_id, shipment_id) AS main_id, collo, extra, status, progress, age, barcode, link, carrier, final, lines,
    (SELECT state FROM export.ledger AS told WHERE told.store = parcel.store AND told.wix_order_id = parcel.wix_order_id AND told.destination = 'wix'
     AND told.role = 'fulfillment' AND told.part = parcel.shipment_id) AS fulfilment, registered_at, news_at, changed_at
FROM export.tracking AS parcel WHERE store = :store AND wix_order_id = :wix_order_id ORDER BY main_id, collo, shipment_id
