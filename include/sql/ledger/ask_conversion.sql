-- Grain: one order whose document a person wants converted. The wish stands in the body and outlives what becomes of the conversion. Safe: what may exist at the remote is left alone.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, state, kind, marker, order_number, currency, body)
SELECT store, wix_order_id, destination, 'conversion', '', 'withdrawn', CAST(:into AS text), marker, order_number, currency, jsonb_build_object('asked', CAST(:into AS text))
FROM export.ledger WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'holded' AND role = 'document'
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET body = export.ledger.body || excluded.body, changed_at = now()
WHERE export.ledger.state IN ('pending', 'withdrawn', 'rejected')
