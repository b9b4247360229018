-- Grain: the approvals that a person agreed to: exactly the drafts that were shown, as they were shown. Safe: what was agreed before keeps its person.
UPDATE export.ledger AS approval SET agreed_at = now(), agreed_by = :agreed_by, agreed_to = document.remote_id, changed_at = now()
FROM jsonb_to_recordset(CAST(:documents AS jsonb)) AS shown (wix_order_id text, part text, remote_id text, amount_minor bigint, doc_date date)
JOIN export.ledger AS document ON document.store = :store AND document.wix_order_id = shown.wix_order_id AND document.destination = 'holded'
    AND document.role IN ('document', 'conversion', 'replacement', 'note') AND document.remote_id = shown.remote_id AND document.state = 'sent' AND document.doc_date = shown.doc_date
JOIN export.proofs AS proof ON proof.store = document.store AND proof.wix_order_id = document.wix_order_id AND proof.role = document.role AND proof.part = document.part
    AND proof.verdict = 'holds' AND proof.our_total_minor = shown.amount_minor
WHERE approval.store = :store AND approval.wix_order_id = shown.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.part = shown.part
  AND approval.state = 'pending' AND NOT (approval.agreed_at IS NOT NULL AND approval.agreed_to IS NOT DISTINCT FROM document.remote_id)
RETURNING document.order_number, document.kind
