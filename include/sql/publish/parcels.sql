-- Grain: one intent per shipment of an order. Only an intent that nothing was sent for is changed; a refused one once its content is another. Safe: upsert by key.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, order_number, amount_minor, currency, money_hash, body, basis)
SELECT parcel.store, parcel.wix_order_id, 'myparcel', 'shipment', parcel.part, 'shipment', parcel.marker, staged.number, parcel.amount_minor, parcel.currency,
       encode(sha256(convert_to(CAST(parcel.body AS text), 'UTF8')), 'hex'), parcel.body, parcel.basis
FROM staging.parcels AS parcel
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE parcel.batch_id = :batch_id
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET
    state = 'pending', marker = excluded.marker, order_number = excluded.order_number, amount_minor = excluded.amount_minor, currency = excluded.currency,
    money_hash = excluded.money_hash, body = excluded.body, basis = excluded.basis, changed_at = now()
WHERE export.ledger.state IN ('pending', 'withdrawn') OR (export.ledger.state = 'rejected' AND export.ledger.body IS DISTINCT FROM excluded.body)
