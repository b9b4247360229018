-- Grain: the parcels that were just asked for. Safe: repeated, it only moves the instant.
UPDATE export.tracking SET looked_at = now() WHERE store = :store AND shipment_id = ANY (:ids)
