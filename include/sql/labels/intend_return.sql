-- Grain: one return per parcel and job. Safe: an existing intent stays as it is.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, order_number, body)
VALUES (:store, :wix_order_id, 'myparcel', 'return', :part, 'return', :marker, :order_number, CAST(:body AS jsonb))
ON CONFLICT (store, wix_order_id, destination, role, part) DO NOTHING
