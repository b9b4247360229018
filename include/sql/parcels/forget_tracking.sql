-- Grain: the tracking of one shipment that we deleted. Safe: repeated, it changes nothing.
DELETE FROM export.tracking WHERE store = :store AND shipment_id = :shipment_id AND barcode IS NULL
