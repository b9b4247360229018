-- Grain: one row per document kind and day that waits for its number. Safe: reads only, through ledger_unnumbered.
SELECT document.kind, document.doc_date, count(*) AS documents
FROM export.ledger AS document
JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id
    AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.state = 'sent'
WHERE document.store = :store AND document.role = 'document' AND document.state = 'sent' AND document.remote_number IS NULL
GROUP BY document.kind, document.doc_date
ORDER BY document.kind, document.doc_date
