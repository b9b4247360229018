-- Grain: one parcel and the lines of the order that it carries, settled once. Safe: settled ones stay as they are.
UPDATE export.tracking SET lines = CAST(:lines AS jsonb) WHERE store = :store AND shipment_id = :shipment_id AND lines IS NULL
