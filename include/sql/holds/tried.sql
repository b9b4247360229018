-- Grain: the open holds of one order (of one destination, or those with the ids, where named) that a person asks to be tried again. Safe: the last one counts.
UPDATE export.holds SET tried_at = now(), tried_by = :by
WHERE store = :store AND wix_order_id = :wix_order_id AND closed_at IS NULL AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (CAST(:only AS bigint[]) IS NULL OR hold_id = ANY (CAST(:only AS bigint[])))
