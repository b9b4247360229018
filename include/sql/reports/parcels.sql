-- Grain: one row per store: parcels at MyParcel, with a barcode, and told to Wix. Safe: reads only.
SELECT shipment.store, count(*) AS shipments,
       count(tracking.barcode) AS registered,
       (SELECT count(*) FROM export.ledger AS told WHERE told.store = shipment.store AND told.role = 'fulfillment' AND told.state = 'sent') AS told_to_wix
FROM export.ledger AS shipment
LEFT JOIN export.tracking AS tracking ON tracking.store = shipment.store AND tracking.shipment_id = shipment.remote_id
WHERE shipment.role = 'shipment' AND shipment.state = 'sent' AND (CAST(:store AS text) IS NULL OR shipment.store = :store)
GROUP BY shipment.store ORDER BY shipment.store
