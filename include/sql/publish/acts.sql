-- Grain: one intent per act. Only an intent that nothing was sent for is changed, a refused one once its content is another, a stage whenever it is another. An act decided for other money than the first document has now is left out. Safe: upsert by key.
INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, order_number, doc_date, amount_minor, currency, money_hash, body, contact, basis)
SELECT act.store, act.wix_order_id, 'holded', act.role, act.part, act.kind, coalesce(act.marker, first.marker, ''), staged.number, act.doc_date, act.amount_minor, act.currency,
       CASE WHEN act.role = 'replacement' THEN decision.money_hash ELSE act.money_hash END, act.body, act.contact, act.basis
FROM staging.acts AS act
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
JOIN staging.decisions AS decision ON decision.batch_id = act.batch_id AND decision.wix_order_id = act.wix_order_id AND decision.destination = 'holded'
JOIN export.ledger AS first ON first.store = act.store AND first.wix_order_id = act.wix_order_id AND first.destination = 'holded' AND first.role = 'document'
    AND first.money_hash IS NOT DISTINCT FROM act.money_hash AND first.state NOT IN ('withdrawn', 'rejected')
WHERE act.batch_id = :batch_id AND act.action = 'send' AND decision.reason IS DISTINCT FROM 'CHECK_FAILED'
ON CONFLICT (store, wix_order_id, destination, role, part) DO UPDATE SET
    state = 'pending', kind = excluded.kind, marker = excluded.marker, order_number = excluded.order_number, doc_date = excluded.doc_date, amount_minor = excluded.amount_minor,
    currency = excluded.currency, money_hash = excluded.money_hash, body = excluded.body, contact = excluded.contact, basis = excluded.basis, changed_at = now()
WHERE export.ledger.state IN ('pending', 'withdrawn')
   OR (export.ledger.state = 'rejected' AND (export.ledger.body - 'date' - 'due_date', export.ledger.amount_minor) IS DISTINCT FROM (excluded.body - 'date' - 'due_date', excluded.amount_minor))
   OR (export.ledger.role = 'stage' AND export.ledger.state = 'sent' AND export.ledger.body IS DISTINCT FROM excluded.body)
