-- Grain: one row per shipment id that we know: sent, replaced or deleted by us, or tracked. Safe: reads only.
SELECT wanted.id FROM unnest(CAST(:ids AS text[])) AS wanted (id)
WHERE EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = :store AND entry.destination = 'myparcel' AND (entry.remote_id = wanted.id OR wanted.id = ANY (entry.former)))
   OR EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = :store AND (parcel.shipment_id = wanted.id OR parcel.main_id = wanted.id))
