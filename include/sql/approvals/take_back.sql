-- Grain: the wish to delete one draft and to make it anew with another date. Safe: the same wish again is the same row.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, order_number, doc_date, body)
VALUES (:store, :wix_order_id, 'holded', 'removal', :part, :kind, :marker, :order_number, :doc_date, CAST(:body AS jsonb))
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET state = CASE WHEN export.ledger.state = 'withdrawn' THEN 'pending' ELSE export.ledger.state END
