-- Grain: one date per store and document kind: the newest that was approved. Safe: reads only.
SELECT max(document.doc_date) AS day
FROM export.ledger AS document
JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id
    AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.state = 'sent'
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'sent' AND document.kind = :kind
