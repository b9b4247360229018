-- Grain: decisions whose hold a person has chosen to ignore before. Safe: repeated, it changes nothing.
UPDATE staging.decisions AS decision SET action = 'ignore', reason = 'IGNORED_BY_PERSON'
FROM export.holds AS hold
WHERE decision.batch_id = :batch_id AND decision.action = 'hold' AND hold.store = decision.store AND hold.wix_order_id = decision.wix_order_id
  AND hold.destination = decision.destination AND hold.code = decision.reason AND hold.closed_as = 'ignored'
