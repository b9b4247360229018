-- Grain: one intent per parcel that is to be registered, or to be printed again. A label of another shipment than the parcel has now starts anew. Safe: an intent for the same shipment that is under way or done stays as it is.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, order_number, body)
VALUES (:store, :wix_order_id, 'myparcel', 'label', :part, 'label', :marker, :order_number, jsonb_build_object('shipment_id', CAST(:shipment_id AS text)))
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET
    state = 'pending', body = excluded.body, marker = excluded.marker, remote_id = NULL, sent_at = NULL, looks = 0, last_error = NULL, changed_at = now()
WHERE export.ledger.state IN ('rejected', 'withdrawn') OR export.ledger.body ->> 'shipment_id' IS DISTINCT FROM CAST(:shipment_id AS text)
