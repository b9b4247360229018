-- Grain: one parcel that the remote did not name in its answer, counted. Safe: a found one sets the count back.
INSERT INTO export.tracking (store, shipment_id, wix_order_id, main_id, status, missing) VALUES (:store, :shipment_id, :wix_order_id, :shipment_id, 0, 1)
ON CONFLICT (store, shipment_id) DO UPDATE SET missing = export.tracking.missing + 1, changed_at = now()
RETURNING missing
