-- Grain: one row per shipment that the ledger holds as sent: since an instant and not at its end, or of the named ids. Safe: reads only, through ledger_parcels and ledger_documents.
SELECT entry.wix_order_id, entry.order_number, entry.part, entry.remote_id, entry.marker, entry.body, entry.wanted IS NOT NULL OR entry.attempt IS NOT NULL AS changing,
    coalesce(parcel.final, false) AS final, coalesce(parcel.progress, 0) AS progress
FROM export.ledger AS entry
LEFT JOIN export.tracking AS parcel ON parcel.store = entry.store AND parcel.shipment_id = entry.remote_id
WHERE entry.store = :store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent' AND entry.remote_id IS NOT NULL
  AND (entry.remote_id = ANY (:ids) OR entry.sent_at >= :since AND entry.remote_state IS DISTINCT FROM 'final')
ORDER BY entry.sent_at DESC, entry.remote_id LIMIT :most
