-- Grain: one row per open or ignored hold of one order (of one destination, or of those that are chosen, where named). Safe: reads only.
SELECT destination, code, field, source FROM export.holds
WHERE store = :store AND wix_order_id = :wix_order_id AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (CAST(:only AS bigint[]) IS NULL OR hold_id = ANY (:only))
  AND (closed_at IS NULL OR closed_as = 'ignored')
ORDER BY destination, code, field
