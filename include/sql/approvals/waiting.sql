-- Grain: one row per proven draft whose approval waits for a person. Safe: reads only.
SELECT approval.wix_order_id, approval.part, document.role, document.kind, document.order_number, document.remote_id, document.doc_date, proof.our_total_minor AS amount_minor, document.currency, document.basis,
       coalesce(document.body ->> 'number_line_id', document.body -> 'convert' ->> 'number_line_id', '') AS series
FROM export.ledger AS approval
JOIN export.ledger AS document ON document.store = approval.store AND document.wix_order_id = approval.wix_order_id AND document.destination = 'holded'
    AND document.role IN ('document', 'conversion', 'replacement', 'note') AND document.state = 'sent' AND document.remote_state IS DISTINCT FROM 'approved'
    AND approval.part = CASE WHEN document.role = 'document' THEN '' WHEN document.part = '' THEN document.role ELSE document.role || ':' || document.part END
JOIN export.proofs AS proof ON proof.store = document.store AND proof.wix_order_id = document.wix_order_id AND proof.role = document.role AND proof.part = document.part AND proof.verdict = 'holds'
WHERE approval.store = :store AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.state = 'pending'
  AND NOT (approval.agreed_at IS NOT NULL AND approval.agreed_to IS NOT DISTINCT FROM document.remote_id)
  AND (CAST(:numbers AS text[]) IS NULL OR document.order_number = ANY (:numbers))
ORDER BY document.kind, series, document.doc_date, document.order_number, approval.part
