-- Grain: one intent per document that the store approves or pays. Safe: an existing intent is only reopened while its document is pending.
INSERT INTO export.ledger (store, wix_order_id, destination, role, kind, marker, order_number, doc_date, amount_minor, currency, body)
SELECT document.store, document.wix_order_id, 'holded', :role, document.kind, document.marker, document.order_number, document.doc_date, document.amount_minor, document.currency,
       CAST(:body AS jsonb)
FROM export.ledger AS document
JOIN staging.decisions AS decision ON decision.batch_id = :batch_id AND decision.store = document.store AND decision.wix_order_id = document.wix_order_id AND decision.destination = 'holded'
WHERE document.destination = 'holded' AND document.role = 'document' AND document.state = 'pending' AND document.kind = ANY (:kinds)
  AND (:role <> 'payment' OR document.amount_minor > 0)
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET
    state = 'pending', kind = excluded.kind, doc_date = excluded.doc_date, amount_minor = excluded.amount_minor, body = excluded.body, changed_at = now()
WHERE export.ledger.state IN ('pending', 'withdrawn', 'rejected')
