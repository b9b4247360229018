-- Grain: the open holds of one order (of one destination, or of those that are chosen, where named) that a rebuild alone does not close. Safe: closed ones are left alone.
UPDATE export.holds SET closed_at = now(), closed_as = 'retried', closed_by = :closed_by, note = :note, closed_run = :run
WHERE store = :store AND wix_order_id = :wix_order_id AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (CAST(:only AS bigint[]) IS NULL OR hold_id = ANY (:only))
  AND (closed_at IS NULL AND source NOT IN ('build', 'check', 'before_send') OR closed_as = 'ignored')
RETURNING destination, code, field, source
