-- Grain: the newest orders of a store, of the last three days in which it sold something. Safe: reads only.
SELECT number, total_minor, currency, CAST(created_at AT TIME ZONE :zone AS date) AS day
FROM core.orders
WHERE store = :store AND number IS NOT NULL AND total_minor IS NOT NULL
  AND created_at > (SELECT max(created_at) - interval '3 days' FROM core.orders WHERE store = :store)
ORDER BY created_at DESC LIMIT 500
