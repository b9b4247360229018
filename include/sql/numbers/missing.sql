-- Grain: one row per sales order of a batch that is to be sent and has no number yet, in numbering order. Safe: reads only.
SELECT decision.wix_order_id, staged.created_at, staged.number, decision.doc_date
FROM staging.decisions AS decision
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND decision.action = 'send' AND decision.kind = 'order'
  AND NOT EXISTS (SELECT FROM export.numbers AS given WHERE given.store = decision.store AND given.series = :series AND given.wix_order_id = decision.wix_order_id)
ORDER BY staged.created_at, decision.wix_order_id
