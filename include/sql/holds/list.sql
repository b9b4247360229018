-- Grain: one row per open hold. Safe: reads only.
SELECT hold_id, store, order_number, wix_order_id, destination, code, field, seen, cure, since
FROM export.holds
WHERE closed_at IS NULL AND (CAST(:store AS text) IS NULL OR store = :store) AND (CAST(:code AS text) IS NULL OR code = :code)
  AND (CAST(:number AS text) IS NULL OR order_number = :number OR wix_order_id = :number)
ORDER BY store, since, hold_id
