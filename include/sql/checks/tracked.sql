-- Grain: one row per parcel of the named orders that Wix is to know of, or that has no number yet, with the number of fulfilments that Wix has for it. Safe: reads only.
SELECT tracking.wix_order_id,
       (SELECT max(shipment.order_number) FROM export.ledger AS shipment WHERE shipment.store = tracking.store AND shipment.wix_order_id = tracking.wix_order_id AND shipment.role = 'shipment') AS order_number,
       tracking.shipment_id, tracking.barcode,
       (SELECT count(*) FROM export.ledger AS told WHERE told.store = tracking.store AND told.wix_order_id = tracking.wix_order_id
        AND told.role = 'fulfillment' AND told.part = tracking.shipment_id AND told.state = 'sent') AS fulfillments
FROM export.tracking AS tracking
WHERE tracking.store = :store AND tracking.wix_order_id = ANY (:wix_order_ids)
  AND (tracking.barcode IS NULL OR jsonb_array_length(coalesce(tracking.lines, '[]')) > 0)
