-- Grain: one row per intent at Holded of the named orders. Safe: reads only.
SELECT wix_order_id, role, part, state, kind, remote_id, remote_state, remote_number, doc_date, amount_minor, money_hash, body, contact, basis
FROM export.ledger WHERE store = :store AND destination = 'holded' AND wix_order_id = ANY (:wix_order_ids)
ORDER BY wix_order_id, created_at, role, part
