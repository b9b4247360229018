-- Grain: the refused intents of one order and destination and the refused changes of its shipments; where holds are chosen those that stand under these, and those under none. Safe: nothing that may exist at the remote is touched.
UPDATE export.ledger SET state = CASE state WHEN 'rejected' THEN 'pending' ELSE state END, wanted = wanted - 'refused', hold_id = NULL, looks = 0, last_error = NULL, next_try_at = now(), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND (state = 'rejected' OR wanted ? 'refused')
  AND (CAST(:holds AS bigint[]) IS NULL OR hold_id IS NULL OR hold_id = ANY (:holds))
