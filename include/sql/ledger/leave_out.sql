-- Grain: the intents of one order and destination that a person leaves out. Safe: what may exist at the remote is left alone.
UPDATE export.ledger AS entry SET state = 'withdrawn', changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state IN ('pending', 'rejected')
  AND (entry.destination = 'myparcel' OR NOT EXISTS (SELECT FROM export.ledger AS main WHERE main.store = entry.store AND main.wix_order_id = entry.wix_order_id AND main.destination = entry.destination
                  AND main.role = 'document' AND main.state IN ('sending', 'sent', 'unknown')))
