-- Grain: hints that were followed. Safe: one that came again while its shipment was read stays.
DELETE FROM export.hints AS hint USING unnest(CAST(:ids AS text[]), CAST(:instants AS timestamptz[])) AS done (shipment_id, received_at)
WHERE hint.store = :store AND hint.shipment_id = done.shipment_id AND hint.received_at <= done.received_at
