-- Grain: all refused or withdrawn intents of one order and destination, unless the order is held or ignored there by what was built last
-- (then it is built again first). Safe: nothing that may exist at the remote is touched.
UPDATE export.ledger SET state = 'pending', looks = 0, last_error = NULL, next_try_at = now(), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state IN ('rejected', 'withdrawn')
  AND NOT EXISTS (SELECT FROM core.decisions AS decision
                  WHERE decision.store = :store AND decision.wix_order_id = :wix_order_id AND decision.destination = :destination AND decision.action <> 'send')
