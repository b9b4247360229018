-- Grain: all refused intents of one order and destination, and the refused changes of its shipments. Safe: nothing that may exist at the remote is touched.
UPDATE export.ledger SET state = CASE state WHEN 'rejected' THEN 'pending' ELSE state END, wanted = wanted - 'refused', looks = 0, last_error = NULL, next_try_at = now(), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND (state = 'rejected' OR wanted ? 'refused')
