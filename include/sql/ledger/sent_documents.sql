-- Grain: one row per document touched since an instant, with the proof and the state of approval. Safe: reads only.
SELECT document.wix_order_id, document.order_number, document.kind, document.remote_id, document.remote_number, document.remote_state,
       document.amount_minor, proof.correction_minor, proof.remote_total_minor, proof.verdict,
       approval.state AS approval_state, payment.state AS payment_state, document.marker
FROM export.ledger AS document
JOIN export.proofs AS proof USING (store, wix_order_id)
LEFT JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval'
LEFT JOIN export.ledger AS payment ON payment.store = document.store AND payment.wix_order_id = document.wix_order_id AND payment.destination = 'holded' AND payment.role = 'payment'
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'sent'
  AND document.wix_order_id = ANY (:wix_order_ids)
