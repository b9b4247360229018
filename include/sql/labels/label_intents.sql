-- Grain: one row per label intent of the parcels of a job. Safe: reads only.
SELECT store, wix_order_id, destination, role, part, state, kind, marker, reference, order_number, doc_date, amount_minor, currency, body, contact, remote_id, remote_number, remote_state, attempts, looks, next_try_at <= now() AS due
FROM export.ledger AS entry
WHERE store = :store AND destination = 'myparcel' AND role = 'label'
  AND EXISTS (SELECT FROM export.print_job_parcels AS parcel WHERE parcel.job_id = :job_id AND parcel.wix_order_id = entry.wix_order_id AND parcel.part = entry.part)
