-- Grain: one row per ledger role of every order whose document, proof, approval or payment is unfinished. Safe: reads only.
WITH unfinished AS (
    SELECT wix_order_id FROM export.ledger
    WHERE store = :store AND destination = 'holded' AND state IN ('pending', 'sending', 'unknown')
    UNION
    SELECT proof.wix_order_id FROM export.proofs AS proof
    JOIN export.ledger AS document USING (store, wix_order_id, role, part)
    WHERE proof.store = :store AND proof.verdict IN ('planned', 'differs') AND document.state = 'sent'
)
SELECT entry.store, entry.wix_order_id, entry.destination, entry.role, entry.part, entry.state, entry.kind, entry.marker, entry.reference, entry.order_number, entry.doc_date, entry.amount_minor, entry.currency, entry.body, entry.contact, entry.basis, entry.money_hash, entry.agreed_at, entry.agreed_to, entry.remote_id, entry.remote_number, entry.remote_state, entry.attempts, entry.looks, entry.next_try_at <= now() AS due, proof.our_total_minor, proof.verdict
FROM unfinished
JOIN export.ledger AS entry ON entry.store = :store AND entry.wix_order_id = unfinished.wix_order_id AND entry.destination = 'holded'
LEFT JOIN export.proofs AS proof ON proof.store = entry.store AND proof.wix_order_id = entry.wix_order_id AND proof.role = entry.role AND proof.part = entry.part
WHERE (CAST(:past AS boolean) IS NULL OR :past = EXISTS (SELECT FROM core.history AS past WHERE past.store = entry.store AND past.wix_order_id = entry.wix_order_id))
  AND CASE WHEN CAST(:wix_order_ids AS text[]) IS NOT NULL THEN entry.wix_order_id = ANY (:wix_order_ids)
           WHEN CAST(:numbers AS text[]) IS NULL  -- a draft of the past that is not checked yet is sent by nobody
           THEN NOT EXISTS (SELECT FROM core.history AS past WHERE past.store = entry.store AND past.wix_order_id = entry.wix_order_id AND past.state = 'making')
           ELSE entry.order_number = ANY (:numbers) END
ORDER BY entry.doc_date, entry.created_at, entry.wix_order_id, entry.role
