-- Grain: one row per store, kind of document and state. Safe: reads only.
SELECT document.store, document.kind,
       CASE WHEN payment.state = 'sent' THEN 'paid' WHEN approval.state = 'sent' THEN 'approved' ELSE 'draft' END AS stage,
       count(*) AS documents, sum(document.amount_minor) AS amount_minor, document.currency
FROM export.ledger AS document
LEFT JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval'
LEFT JOIN export.ledger AS payment ON payment.store = document.store AND payment.wix_order_id = document.wix_order_id AND payment.destination = 'holded' AND payment.role = 'payment'
WHERE document.role = 'document' AND document.state = 'sent' AND (CAST(:store AS text) IS NULL OR document.store = :store)
GROUP BY 1, 2, 3, document.currency ORDER BY 1, 2, 3
