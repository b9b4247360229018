-- Grain: one shipment that a webhook named. Safe: named again it only gets a newer instant.
INSERT INTO export.hints (store, shipment_id) SELECT :store, unnest(CAST(:ids AS text[]))
ON CONFLICT (store, shipment_id) DO UPDATE SET received_at = now()
