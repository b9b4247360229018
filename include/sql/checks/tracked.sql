-- Grain: one row per parcel of the named orders, with the number of fulfilments that Wix has for it. Safe: reads only.
SELECT tracking.wix_order_id, shipment.order_number, tracking.shipment_id, tracking.barcode,
       (SELECT count(*) FROM export.ledger AS told WHERE told.store = tracking.store AND told.wix_order_id = tracking.wix_order_id
        AND told.role = 'fulfillment' AND told.part = tracking.shipment_id AND told.state = 'sent') AS fulfillments
FROM export.tracking AS tracking
JOIN export.ledger AS shipment ON shipment.store = tracking.store AND shipment.wix_order_id = tracking.wix_order_id AND shipment.role = 'shipment'
WHERE tracking.store = :store AND tracking.wix_order_id = ANY (:wix_order_ids)
