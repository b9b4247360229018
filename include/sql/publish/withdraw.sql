-- Grain: documents and acts, pending or refused, whose order is now held or ignored. What may exist at the remote is left alone. Safe: repeated, it changes nothing.
UPDATE export.ledger AS entry SET state = 'withdrawn', changed_at = now()
FROM staging.decisions AS decision
WHERE decision.batch_id = :batch_id AND decision.destination = 'holded' AND decision.action <> 'send' AND entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id
  AND entry.destination = decision.destination AND entry.state IN ('pending', 'rejected')
  AND NOT EXISTS (SELECT FROM export.ledger AS main WHERE main.store = entry.store AND main.wix_order_id = entry.wix_order_id AND main.destination = entry.destination
                  AND main.role = 'document' AND main.state IN ('sending', 'sent', 'unknown'))
