-- Grain: decisions that a person has chosen to ignore before: the same hold again, or the very request that a remote or a check refused.
-- Safe: repeated, it changes nothing.
UPDATE staging.decisions AS decision SET action = 'ignore', reason = 'IGNORED_BY_PERSON'
FROM export.holds AS hold
WHERE decision.batch_id = :batch_id AND hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id
  AND hold.destination = decision.destination AND hold.closed_as = 'ignored'
  AND ((decision.action = 'hold' AND hold.code = decision.reason)
       OR (decision.action = 'send' AND hold.source IN ('send', 'check') AND EXISTS (
           SELECT FROM export.ledger AS entry
           WHERE entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
             AND entry.role IN ('document', 'shipment') AND entry.state IN ('rejected', 'withdrawn') AND entry.money_hash = decision.money_hash)))
