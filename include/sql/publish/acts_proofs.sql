-- Grain: the proof of total of one document beside the first one, as planned; a document that was sent keeps its proof. Safe: upsert by key.
INSERT INTO export.proofs (store, wix_order_id, role, part, wix_total_minor, our_total_minor, correction_minor)
SELECT act.store, act.wix_order_id, act.role, act.part, CAST(act.proof ->> 'wix_total' AS bigint), CAST(act.proof ->> 'our_total' AS bigint), CAST(act.proof ->> 'correction' AS bigint)
FROM staging.acts AS act
JOIN export.ledger AS entry ON entry.store = act.store AND entry.wix_order_id = act.wix_order_id AND entry.destination = 'holded' AND entry.role = act.role AND entry.part = act.part
    AND entry.state = 'pending'
WHERE act.batch_id = :batch_id AND act.action = 'send' AND act.proof IS NOT NULL
ON CONFLICT (store, wix_order_id, role, part) DO UPDATE SET
    wix_total_minor = excluded.wix_total_minor, our_total_minor = excluded.our_total_minor, correction_minor = excluded.correction_minor, verdict = 'planned',
    remote_subtotal_minor = NULL, remote_tax_minor = NULL, remote_total_minor = NULL, proved_at = NULL
