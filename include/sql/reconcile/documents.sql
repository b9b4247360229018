-- Grain: one row per proved document that the ledger holds as sent: of the named ids, or of a kind dated in [:since, :until]. Safe: reads only, through ledger_documents and ledger_days.
SELECT document.wix_order_id, document.order_number, document.role, document.part, document.kind, document.marker, document.doc_date, document.currency, document.remote_id,
    document.remote_number, document.remote_state, document.body, document.contact, document.sent_at,
    coalesce(proof.remote_total_minor, proof.our_total_minor, document.amount_minor) AS total_minor,
    seen.remote_id IS NOT NULL AS known, seen.contact_id,
    EXISTS (SELECT FROM export.ledger AS act WHERE act.store = document.store AND act.wix_order_id = document.wix_order_id AND act.destination = 'holded'
            AND act.role = 'removal' AND act.part = 'cancel:' || document.remote_id AND act.state IN ('sending', 'unknown', 'sent')) AS canceled_by_us
FROM export.ledger AS document
LEFT JOIN export.proofs AS proof USING (store, wix_order_id, role, part)
LEFT JOIN export.seen_documents AS seen ON seen.store = document.store AND seen.remote_id = document.remote_id
WHERE document.store = :store AND document.destination = 'holded' AND document.role IN ('document', 'conversion', 'replacement', 'note') AND document.state = 'sent'
  AND document.remote_id IS NOT NULL AND coalesce(proof.verdict, 'holds') = 'holds' AND document.sent_at < now() - make_interval(secs => :settle)
  AND (document.remote_id = ANY (:ids) OR document.kind = :kind AND document.doc_date BETWEEN :since AND :until)
ORDER BY document.doc_date DESC, document.remote_id
