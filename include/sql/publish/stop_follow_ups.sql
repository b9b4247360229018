-- Grain: approvals and payments not begun, of a document that is not any more what Wix has. Approving cannot be undone. Safe: repeated, it changes nothing.
UPDATE export.ledger AS follow SET state = 'withdrawn', changed_at = now()
FROM staging.decisions AS decision
JOIN export.ledger AS document ON document.store = decision.store AND document.wix_order_id = decision.wix_order_id AND document.destination = 'holded'
    AND document.role = 'document' AND document.state IN ('sending', 'sent', 'unknown')
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND (decision.action <> 'send' OR decision.money_hash IS DISTINCT FROM document.money_hash)
  AND follow.store = document.store AND follow.wix_order_id = document.wix_order_id AND follow.destination = 'holded' AND follow.role IN ('approval', 'payment')
  AND follow.state = 'pending'
