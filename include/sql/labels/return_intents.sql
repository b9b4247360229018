-- Grain: one row per return intent of a job. Safe: reads only.
SELECT store, wix_order_id, destination, role, part, state, kind, marker, reference, order_number, doc_date, amount_minor, currency, body, contact, remote_id, remote_number, remote_state, attempts, looks, next_try_at <= now() AS due
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'return' AND CAST(body ->> 'job' AS bigint) = :job_id
ORDER BY order_number, part
