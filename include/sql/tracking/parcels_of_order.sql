-- Grain: one row per known parcel of an order. Safe: reads only.
SELECT shipment_id, coalesce(main_id, shipment_id) AS main_id, collo, status, progress, barcode, link, carrier, final, lines, extra
FROM export.tracking WHERE store = :store AND wix_order_id = :wix_order_id ORDER BY main_id, collo, shipment_id
