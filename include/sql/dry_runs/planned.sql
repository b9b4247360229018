-- Grain: one row per request that a checked batch would write down: documents and parcels that are not begun yet. Safe: reads only.
SELECT decision.destination, decision.kind, decision.body, decision.contact, staged.number AS order_number, entry.state
FROM staging.decisions AS decision
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
LEFT JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
    AND entry.part = '' AND entry.role = CASE decision.destination WHEN 'holded' THEN 'document' ELSE 'shipment' END
WHERE decision.batch_id = :batch_id AND decision.action = 'send' AND (entry.state IS NULL OR entry.state IN ('pending', 'withdrawn', 'rejected'))
ORDER BY decision.destination, decision.doc_date, decision.wix_order_id LIMIT :most
