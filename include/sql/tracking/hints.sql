-- Grain: one row per shipment that a webhook named and that was not read since, with the shipment it belongs to where that is known. Safe: reads only.
SELECT hint.shipment_id, coalesce(parcel.main_id, hint.shipment_id) AS main_id, hint.received_at
FROM export.hints AS hint LEFT JOIN export.tracking AS parcel USING (store, shipment_id)
WHERE hint.store = :store ORDER BY hint.received_at LIMIT :most
