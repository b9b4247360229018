-- Grain: one row per open intent of a store and destination. Safe: reads only, through the partial index ledger_open.
SELECT store, wix_order_id, destination, role, part, state, kind, marker, reference, order_number, doc_date, amount_minor, currency, body, contact, basis, former, remote_id, remote_number, remote_state, attempts, looks, next_try_at <= now() AS due
FROM export.ledger
WHERE store = :store AND destination = :destination AND role = ANY (:roles) AND state IN ('pending', 'sending', 'unknown')
  AND (CAST(:numbers AS text[]) IS NULL OR order_number = ANY (:numbers))
ORDER BY doc_date NULLS FIRST, created_at, wix_order_id, role, part
