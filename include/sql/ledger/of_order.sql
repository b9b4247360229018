-- Grain: one row per intent of an order. Safe: reads only.
SELECT store, wix_order_id, destination, role, part, state, kind, marker, reference, order_number, doc_date, amount_minor, currency, body, contact, remote_id, remote_number, remote_state, attempts, looks, next_try_at <= now() AS due, wanted, last_error, sent_at, changed_at
FROM export.ledger WHERE store = :store AND wix_order_id = :wix_order_id
ORDER BY destination, role, part
