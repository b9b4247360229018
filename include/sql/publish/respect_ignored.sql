-- Grain: decisions about orders that a person left out: they stay out until the person retries. Safe: repeated, it changes nothing.
UPDATE staging.decisions AS decision SET action = 'ignore', reason = 'IGNORED_BY_PERSON'
WHERE decision.batch_id = :batch_id AND decision.action IN ('hold', 'send')
  AND EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id
              AND hold.destination = decision.destination AND hold.closed_as = 'ignored' AND hold.source <> 'reconcile')
