-- Grain: the open holds of one order (of one destination, or of those that are chosen, where named) that a rebuild alone does not close, without those of what Wix has and is not here. Safe: closed ones are left alone.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'retried', closed_by = :closed_by, note = :note, closed_run = :run
WHERE store = :store AND wix_order_id = :wix_order_id AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (CAST(:only AS bigint[]) IS NULL OR hold_id = ANY (:only))
  AND (closed_as = 'ignored'
       OR closed_at IS NULL AND source NOT IN ('build', 'check', 'before_send') AND code <> 'ORDER_NOT_LANDED'
          AND NOT (code = 'DATA_ERASED' AND EXISTS (SELECT FROM core.orders AS erased WHERE erased.store = hold.store AND erased.wix_order_id = hold.wix_order_id
                                                    AND (erased.erased_at IS NOT NULL OR erased.forgotten_at IS NOT NULL))))
RETURNING hold_id, destination, code, field, source
