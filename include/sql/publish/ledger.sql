-- Grain: one intent per order: its first document. Only an intent that nothing was sent for is changed; a refused one once its content is another. Safe: upsert by key.
INSERT INTO export.ledger (store, wix_order_id, destination, role, kind, marker, reference, order_number, doc_date, amount_minor, currency, money_hash, body, contact, basis)
SELECT decision.store, decision.wix_order_id, 'holded', 'document', decision.kind, decision.proof ->> 'marker', given.number, staged.number,
       decision.doc_date, decision.amount_minor, decision.currency, decision.money_hash,
       CAST(replace(CAST(decision.body AS text), '{reference}', coalesce(given.number, '')) AS jsonb), decision.contact, decision.basis
FROM staging.decisions AS decision
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
LEFT JOIN export.numbers AS given ON given.store = decision.store AND given.series = 'order' AND given.wix_order_id = decision.wix_order_id AND decision.kind = 'order'
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND decision.action = 'send'
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET
    state = 'pending', kind = excluded.kind, marker = excluded.marker, reference = excluded.reference, order_number = excluded.order_number, doc_date = excluded.doc_date,
    amount_minor = excluded.amount_minor, currency = excluded.currency, money_hash = excluded.money_hash, body = excluded.body, contact = excluded.contact, basis = excluded.basis, changed_at = now()
WHERE export.ledger.state IN ('pending', 'withdrawn') OR (export.ledger.state = 'rejected'
    AND (export.ledger.money_hash, export.ledger.body - 'date' - 'due_date', export.ledger.contact) IS DISTINCT FROM (excluded.money_hash, excluded.body - 'date' - 'due_date', excluded.contact))
