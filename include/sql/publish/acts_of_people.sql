-- Grain: acts of the batch's orders that a person left out: all of them before anything was booked, afterwards those that would make it anew; what tells a person of one more change stays. Safe: staging only.
DELETE FROM staging.acts AS act USING staging.decisions AS decision
WHERE act.batch_id = :batch_id AND decision.batch_id = act.batch_id AND decision.wix_order_id = act.wix_order_id AND decision.destination = 'holded'
  AND decision.reason = 'IGNORED_BY_PERSON'
  AND (act.reason IS DISTINCT FROM 'ORDER_CHANGED_AFTER_APPROVAL' AND act.reason IS DISTINCT FROM 'ORDER_CHANGED_AFTER_BOOKING'
           AND (act.role IN ('replacement', 'conversion') OR act.part LIKE 'change-%' OR act.role = 'removal' AND act.body ->> 'then' = 'again')
       OR NOT EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = act.store AND entry.wix_order_id = act.wix_order_id AND entry.destination = 'holded'
                  AND entry.role = 'document' AND entry.state IN ('sending', 'unknown', 'sent')))
