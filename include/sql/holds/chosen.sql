-- Grain: one row per open hold that a selection names, and per hold that an earlier try of the same run has closed to try its order again. Safe: reads only.
SELECT hold_id, wix_order_id, order_number, destination, code, field, source
FROM export.holds
WHERE store = :store AND (closed_at IS NULL OR closed_as = 'retried' AND closed_run = :run)
  AND (CAST(:holds AS bigint[]) IS NULL OR hold_id = ANY (:holds))
  AND (CAST(:numbers AS text[]) IS NULL OR order_number = ANY (:numbers) OR wix_order_id = ANY (:numbers))
  AND (CAST(:code AS text) IS NULL OR code = :code) AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
ORDER BY since, hold_id
