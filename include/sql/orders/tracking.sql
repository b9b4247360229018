-- Grain: one row per parcel of an order. Safe: reads only.
SELECT shipment_id, status, barcode, link, carrier, final, changed_at FROM export.tracking WHERE store = :store AND wix_order_id = :wix_order_id
