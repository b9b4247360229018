-- Grain: the sent objects of one order that are gone at the remote and that a person wants again, shipments as their order wants them now; they are looked for before they are made, as lists may have left them out. Safe: of several shipments only those that are known to be gone, or only the named ones.
UPDATE export.ledger AS entry SET state = 'unknown', next_try_at = now(), body = coalesce(wanted -> 'body', body), basis = coalesce(wanted -> 'basis', basis), wanted = NULL, attempt = NULL,
    remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state = 'sent' AND role IN ('shipment', 'return')
  AND (remote_id = ANY (:ids)
       OR NOT CAST(:named_alone AS boolean) AND EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = entry.store AND parcel.shipment_id = entry.remote_id AND parcel.missing > 1))
