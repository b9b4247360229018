-- Grain: one row per document of the named orders that Holded has confirmed. Safe: reads only.
SELECT document.wix_order_id, document.order_number, document.kind, document.marker, document.amount_minor, document.remote_id, document.remote_number,
       proof.remote_total_minor, proof.remote_tags,
       CASE WHEN proof.remote_total_minor IS NULL THEN NULL ELSE document.remote_state = 'draft' END AS remote_draft,
       CASE WHEN approval.state = 'sent' THEN false WHEN approval.state IS NULL THEN true END AS draft_wanted
FROM export.ledger AS document
JOIN export.proofs AS proof USING (store, wix_order_id, role, part)
LEFT JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.part = ''
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'sent' AND document.wix_order_id = ANY (:wix_order_ids)
