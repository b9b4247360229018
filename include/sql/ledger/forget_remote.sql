-- Grain: the sent objects of one order that are gone at the remote and that a person wants again, shipments as their order wants them now. Safe: of several shipments only those that are known to be gone.
UPDATE export.ledger AS entry SET state = 'pending', body = coalesce(wanted -> 'body', body), basis = coalesce(wanted -> 'basis', basis), wanted = NULL, attempt = NULL,
    former = CASE WHEN remote_id IS NULL THEN former ELSE former || remote_id END,
    remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state = 'sent' AND role IN ('shipment', 'return')
  AND (remote_id = ANY (:ids)
       OR EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = entry.store AND parcel.shipment_id = entry.remote_id AND parcel.missing > 1))
