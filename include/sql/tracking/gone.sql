-- Grain: one parcel, or a shipment with all its colli, that is gone at the remote: nothing more is read of it. Safe: repeated, it changes nothing.
UPDATE export.tracking SET final = true, status = 99, progress = 10, changed_at = now()
WHERE store = :store AND (shipment_id = :shipment_id OR main_id = :shipment_id) AND NOT final
