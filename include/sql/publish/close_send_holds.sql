-- Grain: holds that sending or a change opened, of orders that will be sent anew or need not be sent any more. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
FROM staging.decisions AS decision
JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
    AND entry.role IN ('document', 'shipment')
WHERE decision.batch_id = :batch_id AND hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id AND hold.destination = decision.destination
  AND hold.closed_at IS NULL AND hold.source IN ('send', 'publish', 'gone')
  AND (decision.action = 'send' AND entry.state = 'pending' AND hold.code <> 'DOUBLE_SHIPMENT' OR decision.action <> 'send' AND entry.state = 'withdrawn')
  AND (decision.destination = 'holded' OR NOT EXISTS (SELECT FROM export.ledger AS other WHERE other.store = entry.store AND other.wix_order_id = entry.wix_order_id
           AND other.destination = 'myparcel' AND other.role = 'shipment' AND other.state IN ('sending', 'unknown', 'sent')))
