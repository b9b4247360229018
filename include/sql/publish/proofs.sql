-- Grain: the proof of total of one document, as planned; a document that was sent keeps its proof. Safe: upsert by key.
INSERT INTO export.proofs (store, wix_order_id, role, part, wix_total_minor, our_total_minor, correction_minor)
SELECT decision.store, decision.wix_order_id, 'document', '', CAST(decision.proof ->> 'wix_total' AS bigint), CAST(decision.proof ->> 'our_total' AS bigint),
       CAST(decision.proof ->> 'correction' AS bigint)
FROM staging.decisions AS decision
JOIN export.ledger AS document ON document.store = decision.store AND document.wix_order_id = decision.wix_order_id AND document.destination = 'holded'
    AND document.role = 'document' AND document.state = 'pending'
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND decision.action = 'send'
ON CONFLICT (store, wix_order_id, role, part) DO UPDATE SET
    wix_total_minor = excluded.wix_total_minor, our_total_minor = excluded.our_total_minor, correction_minor = excluded.correction_minor, verdict = 'planned',
    remote_subtotal_minor = NULL, remote_tax_minor = NULL, remote_total_minor = NULL, proved_at = NULL
