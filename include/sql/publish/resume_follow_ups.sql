-- Grain: approvals and payments that were stopped, of a document that is again what Wix has. Safe: repeated, it changes nothing.
UPDATE export.ledger AS follow SET state = 'pending', changed_at = now()
FROM staging.decisions AS decision
JOIN export.ledger AS document ON document.store = decision.store AND document.wix_order_id = decision.wix_order_id AND document.destination = 'holded'
    AND document.role = 'document' AND document.state = 'sent'
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND decision.action = 'send' AND decision.money_hash = document.money_hash
  AND follow.store = document.store AND follow.wix_order_id = document.wix_order_id AND follow.destination = 'holded' AND follow.role IN ('approval', 'payment')
  AND follow.state = 'withdrawn'
